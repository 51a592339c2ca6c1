using System.Text.Json;
using System.Text.Json.Serialization;
using Replication.Core.Errors;

namespace Replication.Agent.Server.Faults;

/// <summary>Reads a plan of faults: {"seed": 1, "rules": [{"kind": "Throttle", "operation": "PutSnapshotBlock", "every": 10}]}.</summary>
public static class FaultFile
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        // A name that is misspelt would be a fault that never happens.
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = { new JsonStringEnumConverter(namingPolicy: null, allowIntegerValues: false) },
    };

    public static async Task<FaultPlan> LoadAsync(string path, TimeProvider time, CancellationToken cancellationToken = default)
    {
        try
        {
            byte[] text = await File.ReadAllBytesAsync(path, cancellationToken);
            Content content = JsonSerializer.Deserialize<Content>(text, Options) ?? throw Invalid(path, "It holds nothing.");
            if (content.Rules.Any(rule => rule.Every < 1 || rule.FirstCall < 1 || rule.Probability is < 0 or > 1 || rule.DelaySeconds < 0))
                throw Invalid(path, "A rule has a number outside of its range: every and firstCall are at least 1, probability is 0 to 1.");
            return new FaultPlan(content.Rules, content.Seed, time);
        }
        catch (JsonException error)
        {
            throw Invalid(path, error.Message, error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Invalid(path, error.Message, error);
        }
    }

    private static ReplicationException Invalid(string path, string found, Exception? inner = null) =>
        new("FaultFileInvalid", path, found, "a JSON file of fault rules as docs/protocol.md describes them.", inner: inner);

    private sealed record Content(IReadOnlyList<FaultRule> Rules, int Seed = 0);
}
