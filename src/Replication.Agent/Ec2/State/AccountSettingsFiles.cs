using System.Collections.Concurrent;
using Replication.Agent.Ec2.Records;

namespace Replication.Agent.Ec2.State;

/// <summary>One sealed document of settings to an account.</summary>
internal sealed class AccountSettingsFiles
{
    private readonly ConcurrentDictionary<string, AccountSettings> _settings = new(StringComparer.Ordinal);
    private readonly string _directory;

    public AccountSettingsFiles(string directory)
    {
        _directory = Directory.CreateDirectory(directory).FullName;
        foreach (string path in Directory.EnumerateFiles(_directory, "*.json"))
            _settings[Path.GetFileNameWithoutExtension(path)] = StateJson.Read<AccountSettings>(SealedFile.Read(path));
    }

    public AccountSettings Of(string accountId) => _settings.GetValueOrDefault(accountId) ?? new AccountSettings();

    public void Put(string accountId, AccountSettings settings)
    {
        SealedFile.Write(Path.Combine(_directory, $"{accountId}.json"), StateJson.Write(settings));
        _settings[accountId] = settings;
    }
}
