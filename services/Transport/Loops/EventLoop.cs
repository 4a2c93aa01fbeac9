using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;
using ScfAspire.Transport.Native;

namespace ScfAspire.Transport.Loops;

/// <summary>
/// One thread around one epoll descriptor. Sockets on it are read and written without a hop to another thread, and what the events of one wake-up write is sent
/// once per socket at their end. Nothing that runs on the loop may block: whatever may wait leaves it by an <c>await</c> that completes elsewhere.
/// </summary>
public sealed unsafe class EventLoop : IDisposable
{
    private const int Batch = 256;

    [ThreadStatic]
    private static EventLoop? _current;

    private readonly int _epoll;

    // Closed by its finaliser, when nobody is left who could post: its number must not become another descriptor's before.
    private readonly SafeFileHandle _wakeHandle;
    private readonly int _wake;
    private readonly ILogger _logger;
    private readonly Thread _thread;
    private readonly ConcurrentQueue<LoopWork> _posted = new();
    private readonly List<LoopWatch> _flushes = [];
    private readonly LoopSpin _spin;
    private readonly Stack<int> _freeSlots = new();
    private LoopWatch?[] _watches = new LoopWatch?[64];
    private int _usedSlots;
    private uint _generation;
    private int _woken;
    private volatile bool _stopping;

    /// <param name="name">Of its thread.</param>
    /// <param name="logger">Told of faults.</param>
    /// <param name="spin">How long the loop looks for events before it sleeps, where that pays; zero for never.</param>
    /// <exception cref="System.ComponentModel.Win32Exception">The system gives no further descriptors.</exception>
    public EventLoop(string name, ILogger logger, TimeSpan spin)
    {
        _logger = logger;
        _spin = new LoopSpin(spin);
        _epoll = LinuxSockets.EpollCreate(LinuxSockets.CloseOnExec);
        if (_epoll < 0) throw LinuxSockets.Failure("epoll_create1");
        _wake = LinuxSockets.EventDescriptor(0, LinuxSockets.CloseOnExec | LinuxSockets.NonBlocking);
        if (_wake < 0) throw LinuxSockets.Failure("eventfd");
        _wakeHandle = new SafeFileHandle(_wake, ownsHandle: true);
        Control(LinuxSockets.Add, _wake, LinuxSockets.In, -1L);
        _thread = new Thread(Run) { IsBackground = true, Name = name };
        _thread.Start();
    }

    /// <summary>The loop whose thread this is, or null.</summary>
    public static EventLoop? Current => _current;

    /// <summary>
    /// Counts what the loop is woken for: while it stays the same, the code runs within one event, for which a socket is read once at most. On the loop's thread only.
    /// </summary>
    public long Turn { get; private set; }

    /// <summary>True on the loop's own thread.</summary>
    public bool IsCurrent => _current == this;

    /// <summary>Runs <paramref name="action"/> on the loop's thread, after the events at hand.</summary>
    public void Post(Action<object?> action, object? state)
    {
        _posted.Enqueue(new LoopWork(action, state));
        if (IsCurrent || Interlocked.Exchange(ref _woken, 1) == 1) return;
        var one = 1UL;
        _ = LinuxSockets.Write(_wake, &one, sizeof(ulong));
    }

    /// <summary>Calls the watch's <see cref="LoopWatch.OnFlush"/> at the end of this batch. On the loop's thread only.</summary>
    internal void FlushLater(LoopWatch watch) => _flushes.Add(watch);

    /// <summary>On the loop's thread only.</summary>
    internal void Add(LoopWatch watch, uint events)
    {
        if (!_freeSlots.TryPop(out var slot))
        {
            slot = _usedSlots++;
            if (slot == _watches.Length) Array.Resize(ref _watches, slot * 2);
        }

        _watches[slot] = watch;
        watch.Slot = slot;
        watch.Generation = ++_generation;
        Control(LinuxSockets.Add, watch.Descriptor, events, KeyOf(watch));
    }

    /// <summary>On the loop's thread only.</summary>
    internal void Change(LoopWatch watch, uint events) => Control(LinuxSockets.Modify, watch.Descriptor, events, KeyOf(watch));

    /// <summary>Before the descriptor is closed. On the loop's thread only.</summary>
    internal void Remove(LoopWatch watch)
    {
        if (watch.Slot < 0) return;
        Control(LinuxSockets.Delete, watch.Descriptor, 0, 0);
        _watches[watch.Slot] = null;
        _freeSlots.Push(watch.Slot);
        watch.Slot = -1;
    }

    private static long KeyOf(LoopWatch watch) => ((long)watch.Generation << 32) | (uint)watch.Slot;

    private void Control(int operation, int descriptor, uint events, long key)
    {
        var change = stackalloc byte[16];
        *(uint*)change = events;
        *(long*)(change + LinuxSockets.DataOffset) = key;
        if (LinuxSockets.EpollControl(_epoll, operation, descriptor, change) < 0) throw LinuxSockets.Failure("epoll_ctl");
    }

    private void Run()
    {
        _current = this;
        var events = (byte*)NativeMemory.Alloc((nuint)(Batch * LinuxSockets.EventSize));
        while (!_stopping)
        {
            var count = Wait(events);
            if (count < 0)
            {
                if (Marshal.GetLastPInvokeError() == LinuxSockets.Interrupted) continue;
                throw LinuxSockets.Failure("epoll_wait");
            }

            for (var i = 0; i < count; i++)
            {
                var entry = events + (i * LinuxSockets.EventSize);
                Dispatch(*(uint*)entry, *(long*)(entry + LinuxSockets.DataOffset));
            }

            RunPosted();
            RunFlushes();
        }

        NativeMemory.Free(events);
    }

    private int Wait(byte* events)
    {
        if (!_posted.IsEmpty) return LinuxSockets.EpollWait(_epoll, events, Batch, 0);
        if (_spin.IsWorthwhile())
        {
            long before, now = Stopwatch.GetTimestamp();
            var began = now;
            do
            {
                var count = LinuxSockets.EpollWait(_epoll, events, Batch, 0);
                if (count != 0 || !_posted.IsEmpty)
                {
                    _spin.Caught();
                    return count;
                }

                // Whoever else wants this core gets it.
                _ = LinuxSockets.Yield();
                (before, now) = (now, Stopwatch.GetTimestamp());
            }
            while (_spin.GoesOn(began, before, now));
            _spin.Missed();
        }

        return LinuxSockets.EpollWait(_epoll, events, Batch, -1);
    }

    private void Dispatch(uint ready, long key)
    {
        Turn++;
        if (key < 0)
        {
            ulong count;
            _ = LinuxSockets.Read(_wake, &count, sizeof(ulong));
            // From here on a Post wakes the loop again; what was queued before is seen by RunPosted.
            Volatile.Write(ref _woken, 0);
            return;
        }

        var watch = _watches[(int)(uint)key];
        if (watch is null || watch.Generation != (uint)(key >> 32)) return;
        const uint Readable = LinuxSockets.In | LinuxSockets.Error | LinuxSockets.HangUp | LinuxSockets.ReadHangUp;
        try
        {
            watch.OnReady((ready & Readable) != 0, (ready & (LinuxSockets.Out | LinuxSockets.Error | LinuxSockets.HangUp)) != 0);
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            watch.OnFault(fault);
        }
    }

    private void RunPosted()
    {
        // What this work posts in turn waits for the next round, so that sockets are not starved.
        for (var left = _posted.Count; left > 0 && _posted.TryDequeue(out var work); left--)
        {
            Turn++;
            try
            {
                work.Action(work.State);
            }
            catch (Exception fault) when (fault is not OutOfMemoryException)
            {
                LoopLog.Fault(_logger, fault);
            }
        }
    }

    private void RunFlushes()
    {
        // A flush may ask for further ones, which go out in the same round.
        for (var i = 0; i < _flushes.Count; i++)
        {
            Turn++;
            var watch = _flushes[i];
            try
            {
                watch.OnFlush();
            }
            catch (Exception fault) when (fault is not OutOfMemoryException)
            {
                watch.OnFault(fault);
            }
        }

        _flushes.Clear();
    }

    /// <summary>Ends the thread. Sockets that are still on the loop are served no more.</summary>
    public void Dispose()
    {
        if (_stopping) return;
        _stopping = true;
        var one = 1UL;
        _ = LinuxSockets.Write(_wake, &one, sizeof(ulong));
        if (!IsCurrent) _thread.Join();
        _ = LinuxSockets.Close(_epoll);
        GC.KeepAlive(_wakeHandle);
    }

    private readonly record struct LoopWork(Action<object?> Action, object? State);
}
