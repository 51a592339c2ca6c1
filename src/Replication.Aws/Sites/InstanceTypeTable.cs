namespace Replication.Aws.Sites;

/// <summary>
/// The instance type for a machine that names none: the first of the table that has the processors and the memory. The
/// table is ordered by list price. It holds general types of the Nitro generation that nearly every zone has and that, on
/// x86_64, boot by BIOS as well as by UEFI; newer families are cheaper in places and missing in others, so they are left
/// to the settings. Sizes: https://docs.aws.amazon.com/ec2/latest/instancetypes/gp.html (and co.html, mo.html).
/// </summary>
public static class InstanceTypeTable
{
    private const string Arm64 = "arm64";
    private const string X8664 = "x86_64";
    private const long GiB = 1L << 30;

    private static readonly Entry[] X86 =
    [
        new("t3.micro", 2, 1), new("t3.small", 2, 2), new("t3.medium", 2, 4), new("t3.large", 2, 8),
        new("r5.large", 2, 16), new("c5.xlarge", 4, 8), new("m5.xlarge", 4, 16), new("r5.xlarge", 4, 32),
        new("c5.2xlarge", 8, 16), new("m5.2xlarge", 8, 32), new("r5.2xlarge", 8, 64), new("c5.4xlarge", 16, 32),
        new("m5.4xlarge", 16, 64), new("r5.4xlarge", 16, 128), new("c5.9xlarge", 36, 72), new("m5.8xlarge", 32, 128),
        new("r5.8xlarge", 32, 256), new("m5.12xlarge", 48, 192), new("r5.12xlarge", 48, 384), new("m5.16xlarge", 64, 256),
        new("r5.16xlarge", 64, 512), new("m5.24xlarge", 96, 384), new("r5.24xlarge", 96, 768),
    ];

    private static readonly Entry[] Arm =
    [
        new("t4g.micro", 2, 1), new("t4g.small", 2, 2), new("t4g.medium", 2, 4), new("t4g.large", 2, 8),
        new("r6g.large", 2, 16), new("c6g.xlarge", 4, 8), new("m6g.xlarge", 4, 16), new("r6g.xlarge", 4, 32),
        new("c6g.2xlarge", 8, 16), new("m6g.2xlarge", 8, 32), new("r6g.2xlarge", 8, 64), new("c6g.4xlarge", 16, 32),
        new("m6g.4xlarge", 16, 64), new("r6g.4xlarge", 16, 128), new("m6g.8xlarge", 32, 128), new("r6g.8xlarge", 32, 256),
        new("m6g.16xlarge", 64, 256), new("r6g.16xlarge", 64, 512),
    ];

    /// <summary>All types of the table, smallest first per architecture.</summary>
    public static IEnumerable<(string Name, string Architecture, int Processors, long MemoryBytes)> All =>
    [
        .. X86.Select(entry => (entry.Name, X8664, entry.Processors, entry.MemoryGiB * GiB)),
        .. Arm.Select(entry => (entry.Name, Arm64, entry.Processors, entry.MemoryGiB * GiB)),
    ];

    /// <summary>Null for a machine that is larger than all of them.</summary>
    public static string? Choose(string architecture, int processors, long memoryBytes) =>
        Array.Find(architecture == Arm64 ? Arm : X86, entry => entry.Processors >= processors && entry.MemoryGiB * GiB >= memoryBytes)?.Name;

    private sealed record Entry(string Name, int Processors, int MemoryGiB);
}
