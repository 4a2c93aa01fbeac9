namespace ScfAspire.Api.Scf.Models;

public sealed record WsParamsModel(int? IdleTimeOut);
