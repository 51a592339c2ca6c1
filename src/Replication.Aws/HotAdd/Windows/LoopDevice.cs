using System.Globalization;

namespace Replication.Aws.HotAdd.Windows;

/// <summary>A range of a file or block device as a block device of its own, until it is disposed.</summary>
internal sealed class LoopDevice : IAsyncDisposable
{
    private LoopDevice(string path) => Path = path;

    public string Path { get; }

    public static async Task<LoopDevice> MakeAsync(string devicePath, long offset, long length, CancellationToken cancellationToken) => new((await NodeTool.RunAsync(
        "losetup",
        ["--find", "--show", "--offset", offset.ToString(CultureInfo.InvariantCulture), "--sizelimit", length.ToString(CultureInfo.InvariantCulture), devicePath],
        cancellationToken)).Trim());

    public async ValueTask DisposeAsync() => await NodeTool.RunAsync("losetup", ["--detach", Path], CancellationToken.None);
}
