namespace Replication.Hypervisors.Qemu.Hardware;

internal static class QemuOption
{
    /// <summary>A value within an option of the form a=b,c=d: a comma of its own is doubled.</summary>
    public static string Escape(string value) => value.Replace(",", ",,", StringComparison.Ordinal);
}
