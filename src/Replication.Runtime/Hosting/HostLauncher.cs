using System.Diagnostics;
using System.Globalization;

namespace Replication.Runtime.Hosting;

/// <summary>Starts a host that has nothing of its starter: neither console nor standard streams, and on POSIX systems no session.</summary>
internal static class HostLauncher
{
    /// <summary>
    /// The shell's background job ignores Ctrl+C and is nobody's child as soon as the shell has ended; the host leaves the
    /// session by itself (--background). Its streams must not be those of the starter: who reads them would wait for the host to end.
    /// </summary>
    private const string Script = "output=$1; shift; \"$@\" </dev/null >\"$output\" 2>&1 & echo $!";

    /// <param name="folder">Of the workspace.</param>
    /// <param name="program">What to start.</param>
    /// <param name="command">As what it is started, with options.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Its process; null when that has ended already.</returns>
    public static async Task<Process?> StartAsync(HostFolder folder, HostProgram program, IReadOnlyList<string> command, CancellationToken cancellationToken)
    {
        folder.Create();
        string[] arguments = [.. program.Arguments, .. command, "--background", "--workspace", folder.Workspace];
        if (OperatingSystem.IsWindows())
        {
            // By way of the shell nothing is inherited, and a hidden console of its own gets no Ctrl+C of another one.
            return Process.Start(new ProcessStartInfo(program.FileName, arguments)
            {
                UseShellExecute = true,
                WindowStyle = ProcessWindowStyle.Hidden,
                WorkingDirectory = folder.Workspace,
            });
        }

        using Process shell = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", Script, "sh", folder.Output, program.FileName, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder.Workspace,
        })!;
        int process = int.Parse(await shell.StandardOutput.ReadToEndAsync(cancellationToken), CultureInfo.InvariantCulture);
        try
        {
            return Process.GetProcessById(process);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
