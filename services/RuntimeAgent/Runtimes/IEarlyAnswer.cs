namespace ScfAspire.RuntimeAgent.Runtimes;

/// <summary>Takes the result of a call whose function runs on.</summary>
internal interface IEarlyAnswer
{
    /// <summary>Sends the result to the caller; the call goes on until its runtime says how it ended. Never throws.</summary>
    void Give(RuntimeReply result);
}
