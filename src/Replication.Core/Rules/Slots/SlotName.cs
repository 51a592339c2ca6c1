namespace Replication.Core.Rules.Slots;

/// <summary>
/// One slot has several spellings: EC2 takes "/dev/sdf" and "xvdf" for the same device of a Xen instance, and names a root
/// volume by its partition ("/dev/sda1"). Two volumes must not be given two spellings of one slot.
/// </summary>
public static class SlotName
{
    public static string Normalize(string deviceName)
    {
        string name = deviceName.StartsWith("/dev/", StringComparison.Ordinal) ? deviceName[5..] : deviceName;
        if (name.StartsWith("sd", StringComparison.Ordinal)) name = "xvd" + name[2..];
        return name.StartsWith("xvd", StringComparison.Ordinal) ? name.TrimEnd("0123456789".ToCharArray()) : name;
    }
}
