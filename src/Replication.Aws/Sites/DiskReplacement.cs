using Amazon.EC2.Model;

namespace Replication.Aws.Sites;

/// <summary>
/// The intention to put one volume in the place of another, as a tag of the instance: between the detaching of one and the
/// attaching of the other nothing else would say that the machine has that disk.
/// </summary>
/// <param name="Device">Tagged under "replication:replace:" and this name.</param>
/// <param name="Former">Volume that goes.</param>
/// <param name="Made">Volume that comes.</param>
/// <param name="DeletesWithInstance">What held for the former holds for the new one.</param>
internal sealed record DiskReplacement(string Device, string Former, string Made, bool DeletesWithInstance)
{
    private const string Deleted = "delete";
    private const string Kept = "keep";

    public Tag ToTag() => new() { Key = AwsTags.Replace + Device, Value = $"{Former} {Made} {(DeletesWithInstance ? Deleted : Kept)}" };

    public static IEnumerable<DiskReplacement> Of(Instance instance)
    {
        foreach (Tag tag in instance.Tags ?? [])
        {
            if (tag.Key!.StartsWith(AwsTags.Replace, StringComparison.Ordinal) && tag.Value?.Split(' ') is [var former, var made, var end])
                yield return new DiskReplacement(tag.Key[AwsTags.Replace.Length..], former, made, end == Deleted);
        }
    }
}
