namespace Replication.Core.Rules.Guests;

/// <summary>Which tool may read the file systems inside of the disks.</summary>
public enum GuestAccess
{
    /// <summary>libguestfs where it is installed, else read-only mounts where the process is root on Linux, else none.</summary>
    Automatic,

    /// <summary>Only libguestfs, which reads the file systems in a small virtual machine of its own.</summary>
    Libguestfs,

    /// <summary>Only read-only mounts in a private mount namespace; this machine's kernel reads what the guest has written.</summary>
    Mount,

    /// <summary>No tool: partition tables and superblocks alone.</summary>
    TablesOnly,
}
