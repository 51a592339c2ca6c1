using System.Text.Json;
using Replication.Core.Errors;
using Replication.Core.Replicas;
using Replication.Core.Serialization;

namespace Replication.Agent.Server.Authentication;

/// <summary>
/// Keys of a server from a file, {"keys": [{"accessKeyId": "...", "secretAccessKey": "...", "accountId": "..."}]}, or from
/// the environment. Never from the command line, which every user of the machine can read.
/// </summary>
public static class AccessKeyFile
{
    public const string IdVariable = "REPLICATION_ACCESS_KEY_ID";
    public const string SecretVariable = "REPLICATION_SECRET_ACCESS_KEY";
    public const string AccountVariable = "REPLICATION_ACCOUNT_ID";

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { Converters = { new EnumNameConverter() } };

    public static AccessKeySet Load(string? path)
    {
        if (path is not null) return Read(path);
        string? id = Environment.GetEnvironmentVariable(IdVariable);
        string? secret = Environment.GetEnvironmentVariable(SecretVariable);
        if (string.IsNullOrEmpty(id) || string.IsNullOrEmpty(secret))
        {
            throw new ReplicationException(
                "AccessKeysMissing", "This server", "It has no access keys, and would let nobody in.", "at least one key.",
                $"Give --keys FILE, or set {IdVariable} and {SecretVariable}.");
        }

        return new AccessKeySet(new AccessKey(id, secret, Environment.GetEnvironmentVariable(AccountVariable) ?? AccessKey.DefaultAccountId));
    }

    /// <summary>Whether others than the owner may read the file.</summary>
    public static bool IsExposed(string path) =>
        !OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & (UnixFileMode.GroupRead | UnixFileMode.OtherRead)) != 0;

    /// <summary>The keys of a file.</summary>
    /// <exception cref="ReplicationException">AccessKeyFileInvalid</exception>
    public static AccessKeySet Read(string path)
    {
        try
        {
            Content? content = JsonSerializer.Deserialize<Content>(File.ReadAllBytes(path), Options);
            if (content?.Keys is not { Count: > 0 } keys) throw Invalid(path, "It holds no keys.");
            return new AccessKeySet(keys.Select(key => new AccessKey(
                key.AccessKeyId ?? "", key.SecretAccessKey ?? "", key.AccountId ?? AccessKey.DefaultAccountId, key.SessionToken, key.Services)
            {
                Primary = key.Primary,
                TrustGroup = key.TrustGroup,
                Role = key.Role,
            }));
        }
        catch (JsonException error)
        {
            // The message of the parser may quote the text, and with it a secret.
            throw Invalid(path, $"It is not valid JSON in line {error.LineNumber + 1}.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Invalid(path, error.Message);
        }
    }

    private static ReplicationException Invalid(string path, string found) =>
        new("AccessKeyFileInvalid", path, found, """{"keys": [{"accessKeyId": "...", "secretAccessKey": "...", "accountId": "..."}]}.""");

    private sealed record Content(IReadOnlyList<Entry>? Keys);

    private sealed record Entry(
        string? AccessKeyId, string? SecretAccessKey, string? AccountId, string? SessionToken, IReadOnlyList<string>? Services, string? Primary, string? TrustGroup, AuthorizationRole Role);
}
