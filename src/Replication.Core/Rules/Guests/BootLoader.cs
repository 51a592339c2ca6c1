namespace Replication.Core.Rules.Guests;

public enum BootLoader
{
    /// <summary>None of those that are known was found.</summary>
    None,
    GrubLegacy,
    Grub2,
    SystemdBoot,
    Lilo,
    Syslinux,
}
