using Replication.Core.Rules;

namespace Replication.Core.Transfer;

/// <summary>The family of a guest by what its platform calls its operating system.</summary>
public static class GuestFamilies
{
    private static readonly string[] LinuxNames = ["Linux", "Ubuntu", "Debian", "CentOS", "SUSE", "Fedora", "Oracle", "Rocky", "Alma"];

    /// <summary>Null where the name says nothing.</summary>
    public static GuestFamily? Of(string operatingSystem) =>
        operatingSystem.Contains("Windows", StringComparison.OrdinalIgnoreCase) ? GuestFamily.Windows
        : Array.Exists(LinuxNames, name => operatingSystem.Contains(name, StringComparison.OrdinalIgnoreCase)) ? GuestFamily.Linux
        : null;
}
