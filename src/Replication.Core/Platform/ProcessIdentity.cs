using System.Globalization;
using System.Runtime.InteropServices;

namespace Replication.Core.Platform;

/// <summary>
/// A process and no other that gets its id later: the id, when the process was started (in clock ticks since the boot) and which boot that was.
/// Linux alone.
/// </summary>
/// <param name="Id">Process id.</param>
/// <param name="Started">Clock ticks after the boot.</param>
/// <param name="Boot">The kernel's id of the boot.</param>
public sealed partial record ProcessIdentity(int Id, long Started, string Boot)
{
    private const int Terminate = 15;
    private const int KillNow = 9;

    /// <summary>Where the name ends in /proc/ID/stat, the state follows; starttime is the 22nd field of all (proc(5)), 19 after the state.</summary>
    private const int StartedAfterState = 19;

    /// <summary>num_threads is the 20th field.</summary>
    private const int ThreadsAfterState = 17;

    /// <summary>Id of the present boot.</summary>
    public static string CurrentBoot => File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim();

    /// <summary>Null when no such process runs. One that has ended and waits for its parent to notice does not run.</summary>
    public static ProcessIdentity? Find(int id)
    {
        try
        {
            string stat = File.ReadAllText($"/proc/{id.ToString(CultureInfo.InvariantCulture)}/stat");
            // The name is in parentheses and may itself hold blanks and parentheses.
            string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            // While threads of it are still ending, so are its files and locks.
            if (fields[0] is "Z" or "X" && int.Parse(fields[ThreadsAfterState], CultureInfo.InvariantCulture) <= 1) return null;
            return new ProcessIdentity(id, long.Parse(fields[StartedAfterState], CultureInfo.InvariantCulture), CurrentBoot);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    public bool IsRunning => Find(Id) == this;

    /// <summary>Asks it to end (SIGTERM).</summary>
    public void End() => Signal(Terminate);

    /// <summary>Ends it without its help (SIGKILL).</summary>
    public void Kill() => Signal(KillNow);

    /// <summary>Waits until it is gone; false when it is still there after the limit.</summary>
    public async Task<bool> WaitForEndAsync(TimeSpan limit, TimeProvider time, CancellationToken cancellationToken)
    {
        long began = time.GetTimestamp();
        while (IsRunning)
        {
            if (time.GetElapsedTime(began) >= limit) return false;
            await Task.Delay(TimeSpan.FromMilliseconds(20), time, cancellationToken);
        }

        return true;
    }

    private void Signal(int signal)
    {
        if (IsRunning) _ = SendSignal(Id, signal);
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int process, int signal);
}
