using System.Globalization;
using Replication.Core.Platform;

namespace Replication.TestGuest;

/// <summary>
/// A folder of one test with everything that it starts and makes. Its name is short, because sockets lie in it. What a test that was killed left is
/// ended and removed by the next one.
/// </summary>
public sealed class GuestFolder : IDisposable
{
    private const string OwnerFile = "owner";
    private const string ProcessesFile = "processes";
    private static readonly string Root = System.IO.Path.Combine(System.IO.Path.GetTempPath(), "replication-guests");

    public GuestFolder()
    {
        Directory.CreateDirectory(Root);
        RemoveAbandoned();
        Path = System.IO.Path.Combine(Root, Guid.NewGuid().ToString("N")[..8]);
        // Nobody finds the folder without its owner: the name under which it is found comes last.
        string unfinished = Path + ".new";
        Directory.CreateDirectory(unfinished);
        System.IO.File.WriteAllText(System.IO.Path.Combine(unfinished, OwnerFile), Text(ProcessIdentity.Find(Environment.ProcessId)!));
        Directory.Move(unfinished, Path);
    }

    public string Path { get; }

    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Has a process ended with the folder, if nobody ends it before.</summary>
    public void Own(int processId)
    {
        if (ProcessIdentity.Find(processId) is { } process) System.IO.File.AppendAllText(File(ProcessesFile), Text(process) + "\n");
    }

    public void Dispose() => Remove(Path);

    private static void RemoveAbandoned()
    {
        foreach (string folder in Directory.GetDirectories(Root))
        {
            string owner = System.IO.Path.Combine(folder, OwnerFile);
            if (System.IO.File.Exists(owner) && Parse(System.IO.File.ReadAllText(owner)) is { IsRunning: false }) Remove(folder);
        }
    }

    private static void Remove(string folder)
    {
        string processes = System.IO.Path.Combine(folder, ProcessesFile);
        if (System.IO.File.Exists(processes))
        {
            foreach (string line in System.IO.File.ReadAllLines(processes)) Parse(line)?.Kill();
        }

        // A small file system that a test has put in here would be emptied and then stay.
        IEnumerable<string> places = System.IO.File.ReadAllLines("/proc/mounts").Select(line => line.Split(' ')[1]);
        foreach (string mounted in places.Where(place => place.StartsWith(folder, StringComparison.Ordinal)))
            HostTool.RunAsync("umount", ["-l", mounted]).GetAwaiter().GetResult();
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // Two tests swept at once.
        }
    }

    private static string Text(ProcessIdentity process) => string.Create(CultureInfo.InvariantCulture, $"{process.Id} {process.Started} {process.Boot}");

    private static ProcessIdentity? Parse(string text) => text.Split(' ') is [var id, var started, var boot]
        ? new ProcessIdentity(int.Parse(id, CultureInfo.InvariantCulture), long.Parse(started, CultureInfo.InvariantCulture), boot)
        : null;
}
