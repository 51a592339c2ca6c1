using System.Diagnostics;
using System.Net.Sockets;
using Replication.Disks.Nbd;
using Replication.Disks.Tests.Vmdk;

namespace Replication.Disks.Tests.Nbd;

/// <summary>An NBD server that is not ours, on a Unix socket, for the time of a test.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private readonly Process _process;

    private ServerProcess(Process process, string socket)
    {
        _process = process;
        Socket = socket;
    }

    public string Socket { get; }

    public int Id => _process.Id;

    public NbdAddress Address(string export = "") => NbdAddress.Unix(Socket, export);

    public static Task<ServerProcess> QemuNbdAsync(TempFolder folder, params string[] arguments) =>
        StartAsync("qemu-nbd", folder, socket => ["--persistent", "--shared=0", "-k", socket, .. arguments]);

    public static Task<ServerProcess> NbdKitAsync(TempFolder folder, params string[] arguments) =>
        StartAsync("nbdkit", folder, socket => ["--foreground", "--exit-with-parent", "-U", socket, .. arguments]);

    public void Kill() => _process.Kill();

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static async Task<ServerProcess> StartAsync(string program, TempFolder folder, Func<string, string[]> arguments)
    {
        string socket = folder.File($"{program}-{Guid.NewGuid():N}"[..20]);
        var process = Process.Start(new ProcessStartInfo(Tool.Need(program), arguments(socket)) { RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        var server = new ServerProcess(process, socket);
        while (!File.Exists(socket) || !await AnswersAsync(socket))
        {
            if (process.HasExited) Assert.Fail($"{program} ended: {await errors}");
            await Task.Delay(10);
        }

        return server;
    }

    private static async Task<bool> AnswersAsync(string path)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
