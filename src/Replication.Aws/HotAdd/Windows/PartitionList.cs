using System.Text.Json;

namespace Replication.Aws.HotAdd.Windows;

/// <summary>The partitions of a disk, MBR or GPT, as sfdisk tells them.</summary>
internal static class PartitionList
{
    /// <summary>Offset and length in bytes, as they are in the table.</summary>
    public static async Task<IReadOnlyList<(long Offset, long Length)>> ReadAsync(string devicePath, CancellationToken cancellationToken)
    {
        using JsonDocument answer = JsonDocument.Parse(await NodeTool.RunAsync("sfdisk", ["--json", devicePath], cancellationToken));
        JsonElement table = answer.RootElement.GetProperty("partitiontable");
        long sector = table.TryGetProperty("sectorsize", out JsonElement size) ? size.GetInt64() : 512;
        return table.TryGetProperty("partitions", out JsonElement partitions)
            ? [.. partitions.EnumerateArray().Select(item => (item.GetProperty("start").GetInt64() * sector, item.GetProperty("size").GetInt64() * sector))]
            : [];
    }
}
