using System.Globalization;

namespace Replication.Disks.Guests;

/// <summary>TCP port 22 in the lists of ports that firewalls have: "22", "ssh", "20:25", "80,22", "20-25".</summary>
internal static class SshPort
{
    private const int Number = 22;

    public static bool IsIn(string ports) => ports.Split(',').Any(part =>
    {
        string[] ends = part.Trim().Split(':', '-');
        return ends is ["ssh"] || (TryPort(ends[0], out int first) && TryPort(ends[^1], out int last) && first <= Number && Number <= last);
    });

    private static bool TryPort(string text, out int port) => int.TryParse(text.Trim(), CultureInfo.InvariantCulture, out port);
}
