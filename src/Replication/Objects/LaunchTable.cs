using System.Collections.Specialized;
using Replication.Core.Machines;

namespace Replication.Objects;

/// <summary>Launch settings as the table that -Launch and -TestLaunch take, so that those of one group can be given to another.</summary>
internal static class LaunchTable
{
    /// <returns>What is set, by name; null where nothing is.</returns>
    public static OrderedDictionary? Of(LaunchSettings? settings)
    {
        if (settings is null) return null;
        var table = new OrderedDictionary(StringComparer.OrdinalIgnoreCase);
        Add(table, nameof(settings.InstanceType), settings.InstanceType);
        Add(table, nameof(settings.SubnetId), settings.SubnetId);
        Add(table, nameof(settings.SecurityGroupIds), settings.SecurityGroupIds?.ToArray());
        Add(table, nameof(settings.PrivateIpAddress), settings.PrivateIpAddress);
        Add(table, nameof(settings.IamInstanceProfile), settings.IamInstanceProfile);
        Add(table, nameof(settings.KeyName), settings.KeyName);
        Add(table, nameof(settings.BaseImageId), settings.BaseImageId);
        Add(table, nameof(settings.VolumeType), settings.VolumeType);
        Add(table, nameof(settings.Tags), settings.Tags?.ToDictionary());
        Add(table, nameof(settings.GuestAddresses), settings.GuestAddresses?.ToDictionary());
        return table.Count > 0 ? table : null;
    }

    private static void Add(OrderedDictionary table, string name, object? value)
    {
        if (value is not null) table.Add(name, value);
    }
}
