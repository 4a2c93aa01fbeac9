using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using ScfAspire.RuntimeAgent.Native;

namespace ScfAspire.RuntimeAgent.Processes;

/// <summary>
/// One epoll thread that reads every pipe of every sandbox and hears of every exit, so that neither costs a blocked thread of the pool.
/// What it calls must not block.
/// </summary>
public sealed unsafe class DescriptorLoop : IDisposable
{
    private const int Batch = 64;

    // The kernel packs epoll_event on x86-64 only.
    private static readonly int EventSize = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 12 : 16;
    private static readonly int DataOffset = EventSize - sizeof(long);

    private readonly int _epoll;
    private readonly int _wake;
    private readonly ConcurrentDictionary<long, Watch> _watches = new();
    private readonly Thread _thread;
    private long _last;
    private volatile bool _stopping;

    public DescriptorLoop()
    {
        _epoll = LibC.EpollCreate(LibC.OpenCloseOnExec);
        if (_epoll < 0) throw LibC.Failure("epoll_create1");
        _wake = LibC.EventDescriptor(0, LibC.OpenCloseOnExec | LibC.NonBlocking);
        if (_wake < 0) throw LibC.Failure("eventfd");
        Add(_wake, 0);
        _thread = new Thread(Run) { IsBackground = true, Name = "descriptors" };
        _thread.Start();
    }

    /// <summary>Gives every byte that arrives to <paramref name="sink"/>, and calls <paramref name="ended"/> once at the end. Closes the handle.</summary>
    internal PipePump Pump(SafeFileHandle handle, BytesSink sink, Action ended)
    {
        Pipes.SetNonBlocking(handle);
        var pump = new PipePump(handle, sink, ended);
        Register(new PumpWatch(handle, pump));
        return pump;
    }

    /// <summary>All bytes until the other side closes.</summary>
    internal Task<byte[]> ReadToEndAsync(SafeFileHandle handle)
    {
        var bytes = new MemoryStream();
        var done = new TaskCompletionSource<byte[]>(TaskCreationOptions.RunContinuationsAsynchronously);
        Pump(handle, chunk => bytes.Write(chunk), () => done.TrySetResult(bytes.ToArray()));
        return done.Task;
    }

    /// <summary>Calls <paramref name="ready"/> once when the descriptor becomes readable (for a process: when it has exited).</summary>
    internal void OnceReadable(SafeFileHandle handle, Action ready) => Register(new OnceWatch(handle, ready));

    private void Register(Watch watch)
    {
        var id = Interlocked.Increment(ref _last);
        _watches[id] = watch;
        Add((int)watch.Handle.DangerousGetHandle(), id);
    }

    private void Add(int descriptor, long id)
    {
        var change = stackalloc byte[EventSize];
        *(uint*)change = LibC.EpollIn;
        *(long*)(change + DataOffset) = id;
        if (LibC.EpollControl(_epoll, LibC.EpollAdd, descriptor, change) == 0) return;
        var failure = LibC.Failure("epoll_ctl");
        _watches.TryRemove(id, out _);
        throw failure;
    }

    private void Run()
    {
        var events = stackalloc byte[Batch * EventSize];
        while (!_stopping)
        {
            var count = LibC.EpollWait(_epoll, events, Batch, -1);
            if (count < 0)
            {
                if (Marshal.GetLastPInvokeError() == LibC.Interrupted) continue;
                throw LibC.Failure("epoll_wait");
            }

            for (var i = 0; i < count; i++)
            {
                var id = *(long*)(events + (i * EventSize) + DataOffset);
                if (!_watches.TryGetValue(id, out var watch) || watch.OnReady()) continue;
                _watches.TryRemove(id, out _);
                _ = LibC.EpollControl(_epoll, LibC.EpollDelete, (int)watch.Handle.DangerousGetHandle(), null);
                watch.OnEnd();
            }
        }
    }

    public void Dispose()
    {
        if (_stopping) return;
        _stopping = true;
        var one = 1UL;
        _ = LibC.Write(_wake, (byte*)&one, sizeof(ulong));
        if (Thread.CurrentThread != _thread) _thread.Join();
        _ = LibC.Close(_epoll);
        _ = LibC.Close(_wake);
    }

    private abstract class Watch(SafeFileHandle handle)
    {
        public SafeFileHandle Handle => handle;

        /// <summary>False: nothing more is expected.</summary>
        public abstract bool OnReady();

        public abstract void OnEnd();
    }

    private sealed class PumpWatch(SafeFileHandle handle, PipePump pump) : Watch(handle)
    {
        public override bool OnReady() => pump.Read();

        public override void OnEnd() => pump.End();
    }

    private sealed class OnceWatch(SafeFileHandle handle, Action ready) : Watch(handle)
    {
        public override bool OnReady() => false;

        public override void OnEnd() => ready();
    }
}
