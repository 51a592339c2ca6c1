using Microsoft.Extensions.Logging;
using Replication.Agent.Host;

namespace Replication.Agent.Tests.Host;

public sealed class HostLogTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("replication-log-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void It_begins_anew_when_it_is_full_and_keeps_the_one_before()
    {
        string path = Path.Combine(_folder, "host.log");
        using var log = new HostLog(path, TimeProvider.System);
        ILogger logger = log.CreateLogger("Some.Name.Source");
        string text = new('x', 64 * 1024);
        for (int line = 0; line < 50; line++) logger.Log(LogLevel.Information, default, line, null, (number, _) => $"{number} {text}");
        long[] sizes = [.. Directory.GetFiles(_folder).Select(file => new FileInfo(file).Length)];
        Assert.Equal(2, sizes.Length);
        Assert.All(sizes, size => Assert.InRange(size, 1, HostLog.Limit + (2 * text.Length)));
        Assert.Contains("Information Source: 49 x", File.ReadLines(path).Last(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_written_is_left_out()
    {
        using var log = new HostLog(Path.Combine(_folder, "no", "such", "folder.log"), TimeProvider.System);
        log.CreateLogger("Source").Log(LogLevel.Warning, default, 1, null, (_, _) => "lost");
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
    }
}
