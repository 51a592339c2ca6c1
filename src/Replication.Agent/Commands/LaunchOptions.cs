using System.CommandLine;
using System.Globalization;
using Replication.Core.Errors;
using Replication.Core.Machines;

namespace Replication.Agent.Commands;

/// <summary>How a destination launches machines; once for failovers and once, with a prefix, for tests.</summary>
internal sealed class LaunchOptions
{
    private readonly Option<string?> _instanceType;
    private readonly Option<string?> _subnet;
    private readonly Option<string[]> _securityGroups;
    private readonly Option<string?> _privateIp;
    private readonly Option<string?> _profile;
    private readonly Option<string?> _key;
    private readonly Option<string?> _baseImage;
    private readonly Option<string?> _volumeType;
    private readonly Option<string[]> _tags;
    private readonly Option<string[]> _addresses;

    public LaunchOptions(bool tests)
    {
        string prefix = tests ? "--test-" : "--";
        string what = tests ? " of test machines" : " of replicas";
        _instanceType = new Option<string?>($"{prefix}instance-type") { Description = $"Instance type{what}." };
        _subnet = new Option<string?>($"{prefix}subnet") { Description = $"Subnet{what}." };
        _securityGroups = Many($"{prefix}security-group", $"Security groups{what}.");
        _privateIp = new Option<string?>($"{prefix}private-ip") { Description = $"Private address{what}; of one VM." };
        _profile = new Option<string?>($"{prefix}iam-profile") { Description = $"Instance profile{what}, by name or ARN." };
        _key = new Option<string?>($"{prefix}key") { Description = $"Key pair{what}." };
        _baseImage = new Option<string?>($"{prefix}base-image") { Description = $"Image to launch from{what}, whose volumes are then swapped (Windows, billed Linux)." };
        _volumeType = new Option<string?>($"{prefix}volume-type") { Description = $"Volume type{what}." };
        _tags = Many($"{prefix}tag", $"Tags{what}, as key=value.");
        _addresses = Many($"{prefix}guest-address", $"Addresses inside the guest{what}, as interface=address; Windows only.");
    }

    public Symbol[] All => [_instanceType, _subnet, _securityGroups, _privateIp, _profile, _key, _baseImage, _volumeType, _tags, _addresses];

    /// <summary>What was given, over what was set before; null when nothing was given.</summary>
    public LaunchSettings? Read(CommandContext context, LaunchSettings? present)
    {
        var given = new LaunchSettings
        {
            InstanceType = context.Get(_instanceType),
            SubnetId = context.Get(_subnet),
            SecurityGroupIds = context.Get(_securityGroups) is { Length: > 0 } groups ? groups : null,
            PrivateIpAddress = context.Get(_privateIp),
            IamInstanceProfile = context.Get(_profile),
            KeyName = context.Get(_key),
            BaseImageId = context.Get(_baseImage),
            VolumeType = context.Get(_volumeType),
            Tags = context.Get(_tags) is { Length: > 0 } tags ? tags.Select(Pair).ToDictionary() : null,
            GuestAddresses = context.Get(_addresses) is { Length: > 0 } addresses ? addresses.Select(Pair).ToDictionary(pair => Position(pair.Key), pair => pair.Value) : null,
        };
        return given == new LaunchSettings() ? null : given.Over(present);
    }

    private static Option<string[]> Many(string name, string description) => new(name) { Description = description, AllowMultipleArgumentsPerToken = true };

    private static KeyValuePair<string, string> Pair(string text) => text.Split('=', 2) is [{ Length: > 0 } key, var value]
        ? new(key, value)
        : throw new ReplicationException("OptionInvalid", text, "It has no '='.", "key=value.");

    private static int Position(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int position)
        ? position
        : throw new ReplicationException("OptionInvalid", text, "It is not the position of an interface.", "a number from 0.");
}
