using System.Collections;
using Replication.Core.Disks;
using Replication.Core.Errors;
using Replication.Core.Rules.Methods;
using Replication.Core.Transfer;

namespace Replication.Commands.Groups;

/// <summary>Transfer settings out of the table that -Transfer takes; keys that are not in it stay as they were, an empty value takes one back.</summary>
internal static class TransferReader
{
    /// <exception cref="ReplicationException">OptionInvalid: a key that there is not, or a value that is not its kind.</exception>
    public static TransferSettings? Read(IDictionary? table, TransferSettings? present)
    {
        if (table is null) return present;
        TransferSettings settings = present ?? new TransferSettings();
        foreach (object key in table.Keys) settings = With(settings, $"{key}", table[key] is PSObject wrapped ? wrapped.BaseObject : table[key]);
        return settings == new TransferSettings() ? null : settings;
    }

    private static TransferSettings With(TransferSettings settings, string key, object? value) => key.ToLowerInvariant() switch
    {
        "method" => settings with { Method = Choice<TransferMethod>(key, value) },
        "accessnodeid" => settings with { AccessNodeId = Text(value) },
        "driversconfirmed" => settings with { DriversConfirmed = Flag(key, value) },
        "importbucket" => settings with { ImportBucket = Text(value) },
        "importprefix" => settings with { ImportPrefix = Text(value) },
        "imageformat" => settings with { ImageFormat = Choice<DiskFormat>(key, value) },
        "wholeimages" => settings with { WholeImages = Flag(key, value) },
        _ => throw new ReplicationException(
            "OptionInvalid", key, "There is no such setting.", "Method, AccessNodeId, DriversConfirmed, ImportBucket, ImportPrefix, ImageFormat or WholeImages."),
    };

    private static string? Text(object? value) => $"{value}" is { Length: > 0 } text ? text : null;

    private static T? Choice<T>(string key, object? value)
        where T : struct, Enum => Text(value) is not { } text ? null
        : Enum.TryParse(text, ignoreCase: true, out T choice) && Enum.IsDefined(choice) ? choice
        : throw new ReplicationException("OptionInvalid", key, $"'{text}'.", $"{string.Join(", ", Enum.GetNames<T>())}.");

    private static bool Flag(string key, object? value) => value switch
    {
        null => false,
        bool flag => flag,
        _ when bool.TryParse($"{value}", out bool flag) => flag,
        _ => throw new ReplicationException("OptionInvalid", key, $"'{value}'.", "$true or $false."),
    };
}
