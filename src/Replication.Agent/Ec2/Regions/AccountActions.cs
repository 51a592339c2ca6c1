using System.Xml.Linq;
using Replication.Agent.Ec2.Network;
using Replication.Agent.Ec2.Protocol;
using Replication.Agent.Ec2.Records;
using Replication.Agent.Ec2.Snapshots;

namespace Replication.Agent.Ec2.Regions;

internal static class AccountActions
{
    public static Task<IEnumerable<XElement?>> DescribeAttributesAsync(Ec2Call call, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> names = call.Parameters.Texts("AttributeName");
        call.Begin();
        var attributes = new Dictionary<string, string>
        {
            ["supported-platforms"] = "VPC",
            ["default-vpc"] = AccountDefaults.Find(call.Region, call.AccountId)?.Id ?? "none",
        };
        if (names.FirstOrDefault(name => !attributes.ContainsKey(name)) is { } unknown)
            throw Ec2Refusals.InvalidValue("AttributeName", unknown, $"Needed: one of {string.Join(", ", attributes.Keys)}.");
        return Task.FromResult<IEnumerable<XElement?>>(
        [
            Ec2Xml.List(
                "accountAttributeSet",
                attributes.Where(attribute => names.Count == 0 || names.Contains(attribute.Key)),
                attribute =>
                [
                    Ec2Xml.Value("attributeName", attribute.Key),
                    Ec2Xml.List("attributeValueSet", [attribute.Value], value => [Ec2Xml.Value("attributeValue", value)]),
                ]),
        ]);
    }

    public static Task<IEnumerable<XElement?>> GetEncryptionAsync(Ec2Call call, CancellationToken cancellationToken)
    {
        call.Begin();
        return Task.FromResult<IEnumerable<XElement?>>([Encryption(call.Region.Settings.Of(call.AccountId))]);
    }

    public static Task<IEnumerable<XElement?>> GetDefaultKeyAsync(Ec2Call call, CancellationToken cancellationToken)
    {
        call.Begin();
        return Task.FromResult<IEnumerable<XElement?>>([Ec2Xml.Value("kmsKeyId", DefaultKey.Of(call))]);
    }

    public static Task<IEnumerable<XElement?>> EnableEncryptionAsync(Ec2Call call, CancellationToken cancellationToken) =>
        SetEncryptionAsync(call, true, cancellationToken);

    public static Task<IEnumerable<XElement?>> DisableEncryptionAsync(Ec2Call call, CancellationToken cancellationToken) =>
        SetEncryptionAsync(call, false, cancellationToken);

    private static async Task<IEnumerable<XElement?>> SetEncryptionAsync(Ec2Call call, bool value, CancellationToken cancellationToken)
    {
        call.Begin();
        using IDisposable held = await call.Region.Gate.EnterAsync(cancellationToken);
        AccountSettings settings = call.Region.Settings.Of(call.AccountId) with { EncryptionByDefault = value };
        call.Region.Settings.Put(call.AccountId, settings);
        return [Encryption(settings)];
    }

    private static XElement? Encryption(AccountSettings settings) => Ec2Xml.Value("ebsEncryptionByDefault", settings.EncryptionByDefault);
}
