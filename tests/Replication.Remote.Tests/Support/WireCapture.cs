using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Replication.Remote.Tests.Support;

/// <summary>Every byte that passes the cable while it is there, in a file.</summary>
internal sealed partial class WireCapture : IAsyncDisposable
{
    private readonly Process _capture;
    private readonly string _file;

    private WireCapture(Process capture, string file)
    {
        _capture = capture;
        _file = file;
    }

    /// <summary>Returns when it captures.</summary>
    public static async Task<WireCapture> StartAsync(TwoNetworks networks, string file)
    {
        var capture = new WireCapture(networks.StartCapture(file), file);
        for (string? line = ""; line is null || !line.Contains("listening on", StringComparison.Ordinal);)
        {
            line = await capture._capture.StandardError.ReadLineAsync();
            Assert.True(line is not null, "tcpdump has ended.");
        }

        return capture;
    }

    /// <summary>Ends it; fails when it has missed something.</summary>
    /// <returns>Everything that was captured.</returns>
    public async Task<byte[]> EndAsync()
    {
        await ProgramRun.RunAsync("kill", "-INT", $"{_capture.Id}");
        string text = await _capture.StandardError.ReadToEndAsync();
        await _capture.WaitForExitAsync();
        Assert.True(Dropped().IsMatch(text), text);
        return await File.ReadAllBytesAsync(_file);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_capture.HasExited) _capture.Kill();
        await _capture.WaitForExitAsync();
        _capture.Dispose();
    }

    [GeneratedRegex(@"^0 packets dropped by kernel", RegexOptions.Multiline)]
    private static partial Regex Dropped();
}
