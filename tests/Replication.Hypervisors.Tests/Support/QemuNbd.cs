using System.ComponentModel;
using System.Diagnostics;
using Replication.Disks.Nbd;

namespace Replication.Hypervisors.Tests.Support;

/// <summary>An image exported by qemu-nbd for the time of a test, which is skipped without it.</summary>
internal sealed class QemuNbd : IAsyncDisposable
{
    private readonly Process _process;

    private QemuNbd(Process process, string uri)
    {
        _process = process;
        Uri = uri;
    }

    public string Uri { get; }

    public static async Task<QemuNbd> ExportAsync(string image, string format, string socket, bool readOnly)
    {
        Process process;
        try
        {
            process = Process.Start("qemu-nbd", ["--persistent", "--shared=0", .. readOnly ? (string[])["--read-only"] : [], "-f", format, "-k", socket, image]);
        }
        catch (Win32Exception)
        {
            Assert.Skip("qemu-nbd is not installed (package qemu-utils).");
            throw;
        }

        var server = new QemuNbd(process, NbdAddress.Unix(socket).ToString());
        while (!File.Exists(socket))
        {
            Assert.False(process.HasExited, "qemu-nbd ended.");
            await Task.Delay(10);
        }

        return server;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
