namespace ScfAspire.Api.Scf.Models;

public sealed record ProtocolParamsModel(WsParamsModel? WSParams);
