using System.Text.Json;

namespace Replication.Agent.Ec2.Data;

/// <summary>Tables that ship inside the program.</summary>
internal static class EmbeddedData
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        RespectRequiredConstructorParameters = true,
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
    };

    public static T Read<T>(string name)
    {
        using Stream stream = typeof(EmbeddedData).Assembly.GetManifestResourceStream(typeof(EmbeddedData), name)
            ?? throw new InvalidOperationException($"The program lacks its table {name}.");
        return JsonSerializer.Deserialize<T>(stream, Options)!;
    }
}
