using System.Text.Json;
using Replication.Core.Errors;
using Replication.Core.Platform;
using Replication.Hypervisors.Qemu.Disks;

namespace Replication.Hypervisors.Qemu.Running;

/// <summary>
/// What a site keeps of one machine that runs or ran: a folder that only its user can enter, because who reaches the monitor owns the machine.
/// </summary>
internal sealed class RunFolder(string siteFolder, string machineId)
{
    /// <summary>Another start or stop of the same machine takes seconds; longer ones are told about.</summary>
    private static readonly TimeSpan LockLimit = TimeSpan.FromSeconds(20);

    private const string Prefix = ".run-";
    private const string SwitchName = "switch.json";

    private static readonly TimeSpan LockPause = TimeSpan.FromMilliseconds(50);

    public string Folder { get; } = Path.Combine(siteFolder, Prefix + FileNames.Safe(machineId));

    /// <summary>What the guest wrote to its serial port since the start.</summary>
    public string Console => Path.Combine(Folder, "console.log");

    public string PidFile => Path.Combine(Folder, "pid");

    /// <summary>There for as long as a change of disks is under way.</summary>
    public string SwitchFile => Path.Combine(Folder, SwitchName);

    private string PreviousConsole => Path.Combine(Folder, "console.previous.log");

    private string RecordFile => Path.Combine(Folder, "run.json");

    private string StampFile => Path.Combine(Folder, "changes.json");

    private string LockFile => Path.Combine(Folder, "lock");

    public bool Exists => Directory.Exists(Folder);

    /// <summary>Held while a machine is started or stopped; the system lets it go when its holder dies.</summary>
    /// <exception cref="ReplicationException">MachineBusy.</exception>
    public async Task<IDisposable> LockAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        long began = time.GetTimestamp();
        while (true)
        {
            SocketFolder.CreatePrivate(Folder);
            try
            {
                return new FileStream(LockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException error) when (File.Exists(LockFile) || error is FileNotFoundException or DirectoryNotFoundException)
            {
                if (time.GetElapsedTime(began) < LockLimit) await Task.Delay(LockPause, time, cancellationToken);
                else
                    throw new ReplicationException(
                        "MachineBusy", $"Machine {machineId}", "Another command is starting or stopping it.", "one command at a time.",
                        "Repeat it when the other one is done.");
            }
        }
    }

    /// <summary>Null while a command works on the machine.</summary>
    public IDisposable? TryLock()
    {
        try
        {
            return new FileStream(LockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Null where there is none, or none that can be read: then nothing is known.</summary>
    public RunRecord? Read() => Read<RunRecord>(RecordFile);

    public void Write(RunRecord record) => Write(RecordFile, record);

    /// <summary>By disk id, how the last watched end of the machine left disks and change logs.</summary>
    public IReadOnlyDictionary<string, ChangeStamp> ReadStamps() => Read<Dictionary<string, ChangeStamp>>(StampFile) ?? [];

    public void WriteStamps(Dictionary<string, ChangeStamp> stamps) => Write(StampFile, stamps);

    /// <summary>From now on the disks change: what was known about them ends before, also if power is lost.</summary>
    public void ForgetStamps()
    {
        File.Delete(StampFile);
        DirectorySync.Flush(Folder);
    }

    /// <summary>Whether a change of disks is or was under way in any machine of a site.</summary>
    public static bool AnySwitch(string siteFolder) =>
        Directory.EnumerateDirectories(siteFolder, Prefix + "*").Any(folder => File.Exists(Path.Combine(folder, SwitchName)));

    /// <summary>Disks whose change was begun, during which the guest stands still; null when there is none.</summary>
    public IReadOnlyList<string>? ReadSwitch() => Read<string[]>(SwitchFile);

    /// <summary>Notes durably that the guest is about to stand still, so that whoever comes after a kill ends it.</summary>
    public void NoteSwitch(IEnumerable<string> diskIds) => Write<string[]>(SwitchFile, [.. diskIds]);

    public void ForgetSwitch() => File.Delete(SwitchFile);

    /// <summary>The console of the run before is kept once.</summary>
    public void TurnConsole()
    {
        if (File.Exists(Console)) File.Move(Console, PreviousConsole, overwrite: true);
    }

    /// <summary>Removes what a machine that has ended leaves; its console stays.</summary>
    public void Clean()
    {
        if (Read() is { } record)
        {
            foreach (string socket in RunSockets.All)
            {
                if (Directory.Exists(record.Sockets)) File.Delete(record.Socket(socket));
            }

            SocketFolder.Remove(record.Sockets, Folder);
        }

        ForgetSwitch();
        File.Delete(PidFile);
        File.Delete(RecordFile);
    }

    public void Remove()
    {
        if (Exists) Directory.Delete(Folder, recursive: true);
    }

    private static T? Read<T>(string path) where T : class
    {
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize<T>(File.ReadAllBytes(path), RunJson.DocumentOptions) : null;
        }
        catch (Exception error) when (error is JsonException or FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    private void Write<T>(string path, T document)
    {
        string temporary = path + ".new";
        using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            JsonSerializer.Serialize(stream, document, RunJson.DocumentOptions);
            stream.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite: true);
        DirectorySync.Flush(Folder);
    }
}
