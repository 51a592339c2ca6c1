using System.Diagnostics;
using Replication.Runtime.Hosting;

namespace Replication.Agent.Tests.Host;

/// <summary>A workspace whose path is too long for a socket.</summary>
public sealed class LongPathTests : IAsyncLifetime
{
    private readonly HostRun _run = new(new string('w', 120));

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _run.DisposeAsync();

    [Fact]
    public async Task The_socket_is_in_the_users_runtime_folder_and_goes_with_the_host()
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("The runtime folder is that of POSIX systems.");
        string runtime = _run.Commands.Path1("run");
        Directory.CreateDirectory(runtime);
        _run.Commands.Environment["XDG_RUNTIME_DIR"] = runtime;
        Process host = _run.Start(idle: 3);
        Assert.Equal(host.Id, (await _run.AnsweringAsync()).ProcessId);
        string socket = await File.ReadAllTextAsync(_run.Folder.Address);
        Assert.StartsWith(runtime, socket, StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, HostRun.ModeOf(Path.GetDirectoryName(socket)!));
        await host.WaitForExitAsync();
        Assert.Empty(Directory.EnumerateFileSystemEntries(runtime));
    }

    [Fact]
    public async Task The_socket_of_a_dead_host_is_removed_by_the_next_one()
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("The runtime folder is that of POSIX systems.");
        string runtime = _run.Commands.Path1("run");
        Directory.CreateDirectory(runtime);
        _run.Commands.Environment["XDG_RUNTIME_DIR"] = runtime;
        Process dead = _run.Start(idle: 60);
        await _run.AnsweringAsync();
        Assert.Equal(0, Signals.Send(dead.Id, Signals.Kill));
        await dead.WaitForExitAsync();
        Assert.Single(Directory.EnumerateFileSystemEntries(runtime));
        Process next = _run.Start(idle: 0.3);
        await next.WaitForExitAsync();
        Assert.Empty(Directory.EnumerateFileSystemEntries(runtime));
    }
}
