using Amazon.EC2.Model;

namespace Replication.Aws.Sites;

/// <summary>
/// The intention to put one volume in the place of another, as a tag of the instance: between the detaching of one and the
/// attaching of the other nothing else would say that the machine has that disk.
/// </summary>
/// <param name="Device">Device name of both.</param>
/// <param name="Former">Volume that goes.</param>
/// <param name="Made">Volume that comes.</param>
/// <param name="DeletesWithInstance">What held for the former holds for the new one.</param>
internal sealed record DiskReplacement(string Device, string Former, string Made, bool DeletesWithInstance)
{
    private const string Deleted = "delete";
    private const string Kept = "keep";

    /// <summary>One for each device. Keys of tags that the guest can see have no slashes, so the name itself is in the value.</summary>
    public string Key => AwsTags.Replace + Device.Replace('/', '.');

    public Tag ToTag() => new() { Key = Key, Value = $"{Device} {Former} {Made} {(DeletesWithInstance ? Deleted : Kept)}" };

    public static IEnumerable<DiskReplacement> Of(Instance instance)
    {
        foreach (Tag tag in instance.Tags ?? [])
        {
            if (tag.Key!.StartsWith(AwsTags.Replace, StringComparison.Ordinal) && tag.Value?.Split(' ') is [var device, var former, var made, var end])
                yield return new DiskReplacement(device, former, made, end == Deleted);
        }
    }
}
