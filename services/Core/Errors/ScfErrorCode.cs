namespace ScfAspire.Core.Errors;

/// <summary>The error codes of the SCF interface that the platform gives out. Tools branch on these texts.</summary>
public static class ScfErrorCode
{
    public const string AuthFailureSecretIdNotFound = "AuthFailure.SecretIdNotFound";
    public const string AuthFailureSignatureExpire = "AuthFailure.SignatureExpire";
    public const string AuthFailureSignatureFailure = "AuthFailure.SignatureFailure";
    public const string AuthFailureTokenFailure = "AuthFailure.TokenFailure";
    public const string AuthFailureUnauthorizedOperation = "AuthFailure.UnauthorizedOperation";

    public const string InvalidAction = "InvalidAction";
    public const string NoSuchVersion = "NoSuchVersion";
    public const string UnsupportedProtocol = "UnsupportedProtocol";
    public const string InternalError = "InternalError";
    public const string InternalErrorSystem = "InternalError.System";

    public const string MissingParameter = "MissingParameter";
    public const string MissingParameterCode = "MissingParameter.Code";
    public const string MissingParameterRuntime = "MissingParameter.Runtime";

    public const string InvalidParameter = "InvalidParameter";
    public const string InvalidParameterPayload = "InvalidParameter.Payload";
    public const string InvalidParameterRequestTooLarge = "InvalidParameter.RequestTooLarge";
    public const string InvalidParameterRoutingConfig = "InvalidParameter.RoutingConfig";

    public const string InvalidParameterValue = "InvalidParameterValue";
    public const string InvalidAdditionalVersionWeights = "InvalidParameterValue.AdditionalVersionWeights";
    public const string InvalidAlias = "InvalidParameterValue.Alias";
    public const string InvalidAsyncTriggerConfig = "InvalidParameterValue.AsyncTriggerConfig";
    public const string InvalidCfs = "InvalidParameterValue.CfsParameterError";
    public const string InvalidCode = "InvalidParameterValue.Code";
    public const string InvalidCodeSource = "InvalidParameterValue.CodeSource";
    public const string InvalidCors = "InvalidParameterValue.Cors";
    public const string InvalidDateTime = "InvalidParameterValue.DateTime";
    public const string InvalidDeadLetterConfig = "InvalidParameterValue.DeadLetterConfig";
    public const string InvalidDescription = "InvalidParameterValue.Description";
    public const string InvalidDynamicEnabled = "InvalidParameterValue.DynamicEnabled";
    public const string InvalidEnable = "InvalidParameterValue.Enable";
    public const string InvalidEnvironment = "InvalidParameterValue.Environment";
    public const string InvalidEnvironmentExceededLimit = "InvalidParameterValue.EnvironmentExceededLimit";
    public const string InvalidEnvironmentSystemProtect = "InvalidParameterValue.EnvironmentSystemProtect";
    public const string InvalidFilters = "InvalidParameterValue.Filters";
    public const string InvalidFunctionName = "InvalidParameterValue.FunctionName";
    public const string InvalidFunctionRequestId = "InvalidParameterValue.FunctionRequestId";
    public const string InvalidFunctionType = "InvalidParameterValue.FunctionType";
    public const string InvalidHandler = "InvalidParameterValue.Handler";
    public const string InvalidIdleTimeOut = "InvalidParameterValue.IdleTimeOut";
    public const string InvalidInvokeType = "InvalidParameterValue.InvokeType";
    public const string InvalidLayers = "InvalidParameterValue.Layers";
    public const string InvalidLimit = "InvalidParameterValue.Limit";
    public const string InvalidMaxConcurrency = "InvalidParameterValue.MaxConcurrency";
    public const string InvalidMemorySize = "InvalidParameterValue.MemorySize";
    public const string InvalidName = "InvalidParameterValue.Name";
    public const string InvalidNamespace = "InvalidParameterValue.Namespace";
    public const string InvalidNamespaceName = "InvalidParameterValue.NamespaceInvalid";
    public const string InvalidOffset = "InvalidParameterValue.Offset";
    public const string InvalidOrder = "InvalidParameterValue.Order";
    public const string InvalidOrderBy = "InvalidParameterValue.OrderBy";
    public const string InvalidParam = "InvalidParameterValue.Param";
    public const string InvalidProtocolType = "InvalidParameterValue.ProtocolType";
    public const string InvalidPublicNetConfig = "InvalidParameterValue.PublicNetConfig";
    public const string InvalidQualifier = "InvalidParameterValue.Qualifier";
    public const string InvalidRetCode = "InvalidParameterValue.RetCode";
    public const string InvalidRoutingConfig = "InvalidParameterValue.RoutingConfig";
    public const string InvalidRuntime = "InvalidParameterValue.Runtime";
    public const string InvalidSearchKey = "InvalidParameterValue.SearchKey";
    public const string InvalidStartTimeOrEndTime = "InvalidParameterValue.StartTimeOrEndTime";
    public const string InvalidTraceEnable = "InvalidParameterValue.TraceEnable";
    public const string InvalidTriggerDesc = "InvalidParameterValue.TriggerDesc";
    public const string InvalidTriggerName = "InvalidParameterValue.TriggerName";
    public const string InvalidType = "InvalidParameterValue.Type";
    public const string InvalidZipFile = "InvalidParameterValue.ZipFile";
    public const string InvalidZipFileBase64 = "InvalidParameterValue.ZipFileBase64BinasciiError";

    public const string LimitExceededAlias = "LimitExceeded.Alias";
    public const string LimitExceededInitTimeout = "LimitExceeded.InitTimeout";
    public const string LimitExceededMsgTtl = "LimitExceeded.MsgTTL";
    public const string LimitExceededOffset = "LimitExceeded.Offset";
    public const string LimitExceededRetryNum = "LimitExceeded.RetryNum";
    public const string LimitExceededTimeout = "LimitExceeded.Timeout";
    public const string LimitExceededTrigger = "LimitExceeded.Trigger";

    public const string RequestLimitExceeded = "RequestLimitExceeded";

    public const string ResourceInUseAlias = "ResourceInUse.Alias";
    public const string ResourceInUseFunction = "ResourceInUse.Function";
    public const string ResourceInUseFunctionName = "ResourceInUse.FunctionName";
    public const string ResourceInUseNamespace = "ResourceInUse.Namespace";
    public const string ResourceInUseTrigger = "ResourceInUse.Trigger";

    public const string ResourceNotFoundAlias = "ResourceNotFound.Alias";
    public const string ResourceNotFoundCosObject = "ResourceNotFound.CosObject";
    public const string ResourceNotFoundDemo = "ResourceNotFound.Demo";
    public const string ResourceNotFoundFunction = "ResourceNotFound.Function";
    public const string ResourceNotFoundFunctionVersion = "ResourceNotFound.FunctionVersion";
    public const string ResourceNotFoundLayer = "ResourceNotFound.Layer";
    public const string ResourceNotFoundNamespace = "ResourceNotFound.Namespace";
    public const string ResourceNotFoundQualifier = "ResourceNotFound.Qualifier";
    public const string ResourceNotFoundTrigger = "ResourceNotFound.Trigger";
    public const string ResourceNotFoundVersion = "ResourceNotFound.Version";
    public const string ResourceUnavailableServiceSuspended = "ResourceUnavailable.ServiceSuspended";

    public const string FailedOperation = "FailedOperation";
    public const string FailedClusterNotFound = "FailedOperation.ClusterNotFound";
    public const string FailedCopyFunction = "FailedOperation.CopyFunction";
    public const string FailedCreateTrigger = "FailedOperation.CreateTrigger";
    public const string FailedDeleteFunction = "FailedOperation.DeleteFunction";
    public const string FailedDeleteNamespace = "FailedOperation.DeleteNamespace";
    public const string FailedFunctionStatus = "FailedOperation.FunctionStatusError";
    public const string FailedInvokeFunction = "FailedOperation.InvokeFunction";
    public const string FailedPublishVersion = "FailedOperation.PublishVersion";
    public const string FailedUpdateFunctionCode = "FailedOperation.UpdateFunctionCode";
    public const string FailedUpdateFunctionConfiguration = "FailedOperation.UpdateFunctionConfiguration";

    public const string UnauthorizedCam = "UnauthorizedOperation.CAM";
    public const string UnsupportedOperation = "UnsupportedOperation";
    public const string UnsupportedAliasBind = "UnsupportedOperation.AliasBind";
    public const string UnsupportedAsyncRunEnable = "UnsupportedOperation.AsyncRunEnable";
    public const string UnsupportedCopyFunction = "UnsupportedOperation.CopyFunction";
    public const string UnsupportedDiskSize = "UnsupportedOperation.DiskSize";
    public const string UnsupportedEipFixed = "UnsupportedOperation.EipFixed";
    public const string UnsupportedRegion = "UnsupportedOperation.Region";
    public const string UnsupportedTrigger = "UnsupportedOperation.Trigger";
}
