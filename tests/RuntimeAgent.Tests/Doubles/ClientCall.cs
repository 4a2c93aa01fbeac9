using System.Text;
using ScfAspire.Contracts.Link;

namespace ScfAspire.RuntimeAgent.Tests.Doubles;

/// <summary>One call of a <see cref="LinkClient"/>.</summary>
internal sealed class ClientCall(uint id, Guid requestId)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly List<byte> _body = [];
    private readonly TaskCompletionSource<HeadFrame> _head = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<OutcomeFrame> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public uint Id => id;

    public Guid RequestId => requestId;

    public bool Ended => _outcome.Task.IsCompleted;

    public Observed<string> Chunks { get; } = new();

    public Task<HeadFrame> HeadAsync() => _head.Task.WaitAsync(Limit);

    public Task<OutcomeFrame> OutcomeAsync() => _outcome.Task.WaitAsync(Limit);

    public byte[] Bytes
    {
        get
        {
            lock (_body) return _body.ToArray();
        }
    }

    public string Text => Encoding.UTF8.GetString(Bytes);

    public void OnHead(HeadFrame head) => _head.TrySetResult(head);

    public void OnData(byte[] bytes)
    {
        lock (_body) _body.AddRange(bytes);
        Chunks.Add(Encoding.UTF8.GetString(bytes));
    }

    public void OnOutcome(OutcomeFrame outcome) => _outcome.TrySetResult(outcome);
}
