using System.Diagnostics;

namespace Replication.Bench.Live;

/// <summary>qemu-nbd that serves a raw file, read-only.</summary>
internal sealed class QemuExport : IAsyncDisposable
{
    private readonly Process _process;
    private readonly string _socket;

    private QemuExport(Process process, string socket) => (_process, _socket) = (process, socket);

    public string Uri => $"nbd+unix:///?socket={_socket}";

    public static async Task<QemuExport> StartAsync(string path, string socket, CancellationToken cancellationToken)
    {
        Process process = Process.Start("qemu-nbd", ["--read-only", "--format=raw", "--persistent", "--shared=8", $"--socket={socket}", path]);
        while (!File.Exists(socket)) await Task.Delay(TimeSpan.FromMilliseconds(10), cancellationToken);
        return new QemuExport(process, socket);
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        File.Delete(_socket);
    }
}
