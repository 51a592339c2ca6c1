using System.Security.Cryptography;
using System.Xml.Linq;
using Replication.Agent.Ec2.Protocol;
using Replication.Agent.Ec2.Records;
using Replication.Agent.Ec2.State;

namespace Replication.Agent.Ec2.Instances;

internal static class KeyPairActions
{
    private const int RsaBits = 2048;

    private static readonly FilterTable<KeyPairRecord> Filters = new(new Dictionary<string, Func<KeyPairRecord, IEnumerable<object?>>>
    {
        ["fingerprint"] = key => [key.Fingerprint],
        ["key-name"] = key => [key.Name],
        ["key-pair-id"] = key => [key.Id],
    });

    public static Task<IEnumerable<XElement?>> DescribeAsync(Ec2Call call, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> names = call.Parameters.Texts("KeyName");
        IReadOnlyList<string> ids = call.Parameters.Ids("KeyPairId", ResourceKind.KeyPair);
        Func<KeyPairRecord, bool> filter = Filters.Read(call.Parameters);
        call.Begin();
        List<KeyPairRecord> keys = [.. ids.Count == 0 && names.Count > 0 ? [] : call.Region.KeyPairs.Select(call, ids)];
        keys.AddRange(names.Select(name => Get(call, name)));
        return Task.FromResult<IEnumerable<XElement?>>(
        [
            Ec2Xml.List(
                "keySet",
                keys.DistinctBy(key => key.Id).Where(filter),
                key => [.. Common(key), Ec2Xml.Value("keyType", key.Type), Ec2Xml.Value("createTime", key.CreateTime), Ec2Xml.Tags(key.Tags)]),
        ]);
    }

    public static async Task<IEnumerable<XElement?>> CreateAsync(Ec2Call call, CancellationToken cancellationToken)
    {
        string name = call.Parameters.Required("KeyName");
        call.Parameters.Choice("KeyType", "rsa");
        call.Parameters.Choice("KeyFormat", "pem");
        TagSpecifications tags = TagSpecifications.Read(call.Parameters, ResourceKind.KeyPair);
        call.Begin();
        using RSA pair = RSA.Create(RsaBits);
        using IDisposable held = await call.Region.Gate.EnterAsync(cancellationToken);
        if (Find(call, name) is not null) throw new Ec2Refusal("InvalidKeyPair.Duplicate", $"The keypair '{name}' already exists.");
        var key = new KeyPairRecord
        {
            Id = ResourceId.New(ResourceKind.KeyPair.Prefix),
            AccountId = call.AccountId,
            CreateTime = call.Now,
            Tags = tags.For(ResourceKind.KeyPair),
            Name = name,
            Fingerprint = string.Join(':', SHA256.HashData(pair.ExportSubjectPublicKeyInfo()).Take(20).Select(value => Convert.ToHexStringLower([value]))),
            Type = "rsa",
        };
        call.Region.KeyPairs.Put(key);
        return [.. Common(key), Ec2Xml.Value("keyMaterial", pair.ExportRSAPrivateKeyPem()), Ec2Xml.Tags(key.Tags)];
    }

    public static async Task<IEnumerable<XElement?>> DeleteAsync(Ec2Call call, CancellationToken cancellationToken)
    {
        string? name = call.Parameters.Text("KeyName");
        string? id = call.Parameters.Id("KeyPairId", ResourceKind.KeyPair);
        if (name is null && id is null) throw Ec2Refusals.Missing("KeyName");
        call.Begin();
        using IDisposable held = await call.Region.Gate.EnterAsync(cancellationToken);
        KeyPairRecord? key = call.Region.KeyPairs.Of(call).FirstOrDefault(item => item.Name == name || item.Id == id);

        // EC2 answers alike whether the pair was there or not.
        if (key is not null) call.Region.KeyPairs.Remove(key.Id);
        return [.. Ec2Xml.Done(), Ec2Xml.Value("keyPairId", key?.Id)];
    }

    public static KeyPairRecord Get(Ec2Call call, string name) => Find(call, name) ?? throw Ec2Refusals.NotFound(ResourceKind.KeyPair, name);

    private static KeyPairRecord? Find(Ec2Call call, string name) => call.Region.KeyPairs.Of(call).FirstOrDefault(key => key.Name == name);

    private static IEnumerable<XElement?> Common(KeyPairRecord key) =>
        [Ec2Xml.Value("keyPairId", key.Id), Ec2Xml.Value("keyName", key.Name), Ec2Xml.Value("keyFingerprint", key.Fingerprint)];
}
