namespace ScfAspire.ServiceDefaults;

/// <summary>The environment contract of every process: the same keys under Aspire, the local runner and Kubernetes.</summary>
public static class ScfEnvironment
{
    /// <summary>Port of the service's internal gRPC endpoint (HTTP/2 without TLS on one machine).</summary>
    public const string InternalPort = "SCF_INTERNAL_PORT";

    /// <summary>Port of <c>/healthz/live</c>, <c>/healthz/ready</c> and <c>/metrics</c> (HTTP/1.1).</summary>
    public const string StatusPort = "SCF_STATUS_PORT";

    /// <summary>Api: SCF endpoint at <c>/</c>, REST under <c>/v1</c>.</summary>
    public const string HttpPort = "SCF_HTTP_PORT";

    /// <summary>Api: native gRPC, h2c.</summary>
    public const string GrpcPort = "SCF_GRPC_PORT";

    /// <summary>Trigger: HTTP gateway.</summary>
    public const string GatewayPort = "SCF_GATEWAY_PORT";

    /// <summary>Address that all ports bind to; 127.0.0.1 unless set.</summary>
    public const string BindHost = "SCF_BIND_HOST";

    /// <summary>Host name in the URLs that the platform gives out; 127.0.0.1 unless set.</summary>
    public const string PublicHost = "SCF_PUBLIC_HOST";

    /// <summary>Folder for everything a process keeps on disk.</summary>
    public const string DataDir = "SCF_DATA_DIR";

    /// <summary>Longest time from SIGTERM to the end, seconds: calls under way may end in it. 5 unless set.</summary>
    public const string StopSeconds = "SCF_STOP_SECONDS";

    /// <summary>The installation's key for calls between services and for links (at least 32 characters).</summary>
    public const string InternalKey = "SCF_INTERNAL_KEY";

    /// <summary>File that holds the key instead.</summary>
    public const string InternalKeyFile = "SCF_INTERNAL_KEY_FILE";

    /// <summary>Key that encrypts environment values and credentials at rest, base64 of 32 bytes.</summary>
    public const string MasterKeyFile = "SCF_MASTER_KEY_FILE";

    /// <summary>The installation's first credential.</summary>
    public const string SecretId = "SCF_SECRET_ID";

    /// <summary>See <see cref="SecretId"/>.</summary>
    public const string SecretKey = "SCF_SECRET_KEY";

    /// <summary>RuntimeAgent: where the invocation link listens, <c>unix:/path</c> or <c>tcp:host:port</c>.</summary>
    public const string Link = "SCF_LINK";

    /// <summary>RuntimeAgent in a function pod: its id, and with it its own keys in place of the installation's.</summary>
    public const string AgentId = "SCF_AGENT_ID";

    /// <summary>Unix seconds until which <see cref="AgentKey"/> is good.</summary>
    public const string AgentExpires = "SCF_AGENT_EXPIRES";

    /// <summary>What it shows on its first calls to the platform.</summary>
    public const string AgentKey = "SCF_AGENT_KEY";

    /// <summary>What it proves itself with on invocation links.</summary>
    public const string AgentLinkKey = "SCF_AGENT_LINK_KEY";

    /// <summary>Links over TCP: this process's certificate, PEM. With it all of them are TLS; without it they do not leave the machine.</summary>
    public const string LinkCertFile = "SCF_LINK_CERT_FILE";

    /// <summary>The certificate's private key, PEM.</summary>
    public const string LinkKeyFile = "SCF_LINK_KEY_FILE";

    /// <summary>Certificates of the authority that both sides' certificates come from, PEM.</summary>
    public const string LinkCaFile = "SCF_LINK_CA_FILE";

    /// <summary><c>1</c>: links over TCP may leave the machine without TLS, because what lies between is encrypted by others or trusted.</summary>
    public const string LinkPlain = "SCF_LINK_PLAIN";

    /// <summary>Process that this one must not outlive; set by the local runner.</summary>
    public const string ParentPid = "SCF_PARENT_PID";

    /// <summary>Api: <c>name=url</c> of every service's status endpoint, with commas between them.</summary>
    public const string StatusUrls = "SCF_STATUS_URLS";

    /// <summary>Api: public base URL of the gateway, used in the URLs of triggers.</summary>
    public const string GatewayUrl = "SCF_GATEWAY_URL";

    /// <summary>Name of the Postgres connection string.</summary>
    public const string PostgresConnection = "scf";

    /// <summary>Name of the Redis connection string.</summary>
    public const string RedisConnection = "redis";
}
