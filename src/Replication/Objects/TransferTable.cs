using System.Collections.Specialized;
using Replication.Core.Transfer;

namespace Replication.Objects;

/// <summary>Transfer settings as the table that -Transfer takes, so that those of one group can be given to another.</summary>
internal static class TransferTable
{
    /// <returns>What is set, by name; null where nothing is.</returns>
    public static OrderedDictionary? Of(TransferSettings? settings)
    {
        if (settings is null) return null;
        var table = new OrderedDictionary(StringComparer.OrdinalIgnoreCase);
        Add(table, nameof(settings.Method), settings.Method?.ToString());
        Add(table, nameof(settings.AccessNodeId), settings.AccessNodeId);
        Add(table, nameof(settings.DriversConfirmed), settings.DriversConfirmed ? true : null);
        Add(table, nameof(settings.ImportBucket), settings.ImportBucket);
        Add(table, nameof(settings.ImportPrefix), settings.ImportPrefix);
        Add(table, nameof(settings.ImageFormat), settings.ImageFormat?.ToString());
        Add(table, nameof(settings.WholeImages), settings.WholeImages ? true : null);
        return table.Count > 0 ? table : null;
    }

    private static void Add(OrderedDictionary table, string name, object? value)
    {
        if (value is not null) table.Add(name, value);
    }
}
