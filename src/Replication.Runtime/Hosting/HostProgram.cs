using Replication.Core.Errors;

namespace Replication.Runtime.Hosting;

/// <summary>How the host is started: the agent's program, from where this assembly lies.</summary>
/// <param name="FileName">Program.</param>
/// <param name="Arguments">What stands before the host's own arguments.</param>
public sealed record HostProgram(string FileName, IReadOnlyList<string> Arguments)
{
    private const string Program = "replication";

    /// <exception cref="ReplicationException">HostProgramNotFound: it is not there, or the .NET that runs it is not.</exception>
    public static HostProgram Find()
    {
        string own = Path.GetDirectoryName(typeof(HostProgram).Assembly.Location)!;
        // The agent has this assembly beside its program; the module has the agent in a folder of its own, beside that of the
        // cmdlets. The runtime configuration tells them apart: a file system that ignores case takes Replication.dll for replication.dll.
        string folder = ((string[])[own, Path.GetFullPath(Path.Combine(own, "..", "host"))])
            .FirstOrDefault(place => File.Exists(Path.Combine(place, $"{Program}.runtimeconfig.json")))
            ?? throw new ReplicationException(
                "HostProgramNotFound", own, "The program that runs detached jobs is not beside it.", "an installation that is complete.", "Install again.");
        string executable = Path.Combine(folder, OperatingSystem.IsWindows() ? $"{Program}.exe" : Program);
        if (Environment.ProcessPath == executable) return new HostProgram(executable, []);
        string dotnet = DotnetProgram.Find() ?? throw new ReplicationException(
            "HostProgramNotFound", "dotnet", "It is neither in PATH nor in a usual place; the program that runs detached jobs needs it.",
            "the .NET 10 runtime with ASP.NET Core.", "Install it, or set DOTNET_ROOT to its folder.");
        return new HostProgram(dotnet, [Path.Combine(folder, $"{Program}.dll")]);
    }
}
