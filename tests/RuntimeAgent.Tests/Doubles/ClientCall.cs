using System.Text;
using ScfAspire.Contracts.Link;

namespace ScfAspire.RuntimeAgent.Tests.Doubles;

/// <summary>One call of a <see cref="LinkClient"/>.</summary>
internal sealed class ClientCall(uint id, Guid requestId)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly List<byte> _body = [];
    private readonly TaskCompletionSource<HeadFrame> _head = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<OutcomeFrame> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<OutcomeFrame> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public uint Id => id;

    public Guid RequestId => requestId;

    public bool Ended => _outcome.Task.IsCompleted;

    public Observed<string> Chunks { get; } = new();

    public Task<HeadFrame> HeadAsync() => _head.Task.WaitAsync(Limit);

    /// <summary>What came with the answer of a function that runs on.</summary>
    public Task<OutcomeFrame> AnswerAsync() => _answer.Task.WaitAsync(Limit);

    /// <summary>Whether the answer came before the end.</summary>
    public bool WasAnswered => _answer.Task.IsCompleted;

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

    public void OnAnswered(OutcomeFrame answer) => _answer.TrySetResult(answer);

    public void OnOutcome(OutcomeFrame outcome) => _outcome.TrySetResult(outcome);
}
