namespace Replication.Core.Rules.Methods;

/// <summary>
/// Whether an instance type shows EBS volumes as NVMe devices. EC2 makes no new Xen types, so the list of those is complete
/// (https://docs.aws.amazon.com/ec2/latest/instancetypes/ec2-nitro-instances.html, "Xen-based instances"); every other is Nitro.
/// </summary>
public static class InstanceFamilies
{
    private static readonly HashSet<string> Xen = new(StringComparer.Ordinal)
    {
        "m1", "m2", "m3", "m4", "t1", "t2", "c1", "c3", "c4", "r3", "r4", "x1", "x1e", "d2", "h1", "i2", "i3", "f1", "g3", "g3s", "p2", "p3",
    };

    /// <returns>Null for what is no name of an instance type.</returns>
    public static bool? NvmeVolumes(string? instanceType) => instanceType?.Split('.') is [var family, var size] && family.Length > 0 && size.Length > 0
        ? size == "metal" || !Xen.Contains(family) : null;
}
