using System.Collections;
using System.ComponentModel;
using System.Globalization;
using Replication.Core.Errors;
using Replication.Core.Machines;
using Replication.Pipeline;

namespace Replication.Commands;

/// <summary>
/// Base of the cmdlets that set how a destination launches machines. Settings come as a table whose keys are those of
/// <see cref="LaunchSettings"/>; keys that are not in it stay as they were.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class LaunchCommand : ReplicationCmdlet
{
    [Parameter]
    [ValidateNotNull]
    public IDictionary? Launch { get; set; }

    [Parameter]
    [ValidateNotNull]
    public IDictionary? TestLaunch { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <exception cref="ReplicationException">OptionInvalid: a key that there is not, or a value that is not its kind.</exception>
    internal static LaunchSettings? Read(IDictionary? table, LaunchSettings? present)
    {
        if (table is null) return null;
        var given = new LaunchSettings();
        foreach (object key in table.Keys) given = With(given, Text(key), Bare(table[key]));
        return given.Over(present);
    }

    private static LaunchSettings With(LaunchSettings settings, string key, object? value) => key.ToLowerInvariant() switch
    {
        "instancetype" => settings with { InstanceType = Text(value) },
        "subnetid" => settings with { SubnetId = Text(value) },
        "securitygroupids" => settings with { SecurityGroupIds = Many(value) },
        "privateipaddress" => settings with { PrivateIpAddress = Text(value) },
        "iaminstanceprofile" => settings with { IamInstanceProfile = Text(value) },
        "keyname" => settings with { KeyName = Text(value) },
        "baseimageid" => settings with { BaseImageId = Text(value) },
        "volumetype" => settings with { VolumeType = Text(value) },
        "tags" => settings with { Tags = Table(key, value).ToDictionary(pair => pair.Key, pair => pair.Value) },
        "guestaddresses" => settings with { GuestAddresses = Table(key, value).ToDictionary(pair => Position(pair.Key), pair => pair.Value) },
        _ => throw new ReplicationException(
            "OptionInvalid", key, "There is no such setting.",
            "InstanceType, SubnetId, SecurityGroupIds, PrivateIpAddress, IamInstanceProfile, KeyName, BaseImageId, VolumeType, Tags or GuestAddresses."),
    };

    private static object? Bare(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;

    private static string Text(object? value) => $"{value}";

    private static string[] Many(object? value) => value is IEnumerable many and not string ? [.. many.Cast<object>().Select(item => Text(Bare(item)))] : [Text(value)];

    private static IEnumerable<KeyValuePair<string, string>> Table(string key, object? value) => value is IDictionary table
        ? table.Keys.Cast<object>().Select(name => new KeyValuePair<string, string>(Text(name), Text(Bare(table[name]))))
        : throw new ReplicationException("OptionInvalid", key, "It is not a table.", "@{ name = 'value' }.");

    private static int Position(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int position)
        ? position
        : throw new ReplicationException("OptionInvalid", text, "It is not the position of an interface.", "a number from 0.");
}
