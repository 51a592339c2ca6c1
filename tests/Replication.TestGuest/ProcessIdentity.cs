using System.Diagnostics;
using System.Globalization;

namespace Replication.TestGuest;

/// <summary>A process that is known again: ids are used anew, a start time together with the id is not.</summary>
/// <param name="Id">Process id.</param>
/// <param name="Started">Start in clock ticks since boot (proc(5), stat, field 22).</param>
internal sealed record ProcessIdentity(int Id, long Started)
{
    public static ProcessIdentity Current { get; } = Of(Environment.ProcessId)!;

    /// <summary>Null when there is no such process, or only its exit code is left.</summary>
    public static ProcessIdentity? Of(int id)
    {
        try
        {
            string status = File.ReadAllText($"/proc/{id}/stat");
            // The name in parentheses may hold spaces and parentheses itself; what follows it is plain.
            string[] fields = status[(status.LastIndexOf(')') + 2)..].Split(' ');
            return fields[0] == "Z" ? null : new ProcessIdentity(id, long.Parse(fields[19], CultureInfo.InvariantCulture));
        }
        catch (IOException)
        {
            return null;
        }
    }

    public static ProcessIdentity? Parse(string text)
    {
        string[] parts = text.Split(' ');
        return parts.Length == 2 && int.TryParse(parts[0], CultureInfo.InvariantCulture, out int id) && long.TryParse(parts[1], CultureInfo.InvariantCulture, out long started)
            ? new ProcessIdentity(id, started)
            : null;
    }

    public bool IsAlive => Of(Id) == this;

    public void Kill()
    {
        if (!IsAlive) return;
        try
        {
            using var process = Process.GetProcessById(Id);
            process.Kill();
            process.WaitForExit();
        }
        catch (ArgumentException)
        {
            // It ended by itself.
        }
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Id} {Started}");
}
