using System.Text;

namespace ScfAspire.RuntimeAgent.Network;

/// <summary>The first line that a process writes, or all that it wrote when it ended before.</summary>
internal sealed class FirstLine
{
    private readonly TaskCompletionSource<string> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<byte> _bytes = [];

    public Task<string> Task => _done.Task;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (_done.Task.IsCompleted) return;
        _bytes.AddRange(bytes);
        if (bytes.Contains((byte)'\n')) End();
    }

    public void End() => _done.TrySetResult(Encoding.UTF8.GetString([.. _bytes]).Split('\n')[0].Trim());
}
