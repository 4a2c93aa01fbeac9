using System.Net.Sockets;
using System.Runtime.InteropServices;
using Garnet;
using Garnet.server;

// Microsoft Garnet as a process of its own, in the place of a redis-server: on a Unix socket alone, with nothing on disk.
if (args is not [var socket])
{
    await Console.Error.WriteLineAsync("Usage: ScfAspire.GarnetHost SOCKET");
    return 2;
}

// A socket that a killed server left behind is nobody's.
File.Delete(socket);
// Options as an object: the command line's would open a TCP port as well.
using var server = new GarnetServer(new GarnetServerOptions
{
    EndPoints = [new UnixDomainSocketEndPoint(socket)],
    UnixSocketPath = socket,
    UnixSocketPermission = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute,
    LogMemorySize = "64m",
    IndexMemorySize = "8m",
    QuietMode = true,
    EnableLua = true,
    // Scripts are transactions that lock the keys they declare: without that, Garnet lets the steps of two scripts mix.
    LuaTransactionMode = true,
    LuaOptions = new LuaOptions(),
});
var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
server.Start();
Console.WriteLine("Ready to accept connections");
await stopped.Task;
return 0;

void Stop(PosixSignalContext context)
{
    context.Cancel = true;
    stopped.TrySetResult();
}
