using Replication.Core.Errors;

namespace Replication.Core.Alerts;

/// <summary>What a channel has to be before anything is sent over it.</summary>
public static class AlertChannelRules
{
    /// <exception cref="ReplicationException">AlertChannelInvalid</exception>
    public static void Validate(AlertChannel channel)
    {
        if (channel.SecretFile is { } file && !Path.IsPathFullyQualified(file)) throw Invalid(channel, $"The file {file} is not a whole path.", "a path from the root.");
        switch (channel.ChannelKind)
        {
            case AlertChannelKind.Webhook:
                if (!Uri.TryCreate(channel.Address, UriKind.Absolute, out Uri? hook) || hook.Scheme is not ("https" or "http"))
                    throw Invalid(channel, $"'{channel.Address}' is no address of a web service.", "an https:// address.");
                if (hook.UserInfo.Length > 0) throw Invalid(channel, "The address has a user name or password in it.", "an address without; a secret belongs into a file.");
                if (hook.Scheme == "http" && !hook.IsLoopback) throw Invalid(channel, "The address is not encrypted.", "an https:// address, or one of this machine.");
                break;
            case AlertChannelKind.Email:
                ValidateEmail(channel);
                break;
            case AlertChannelKind.SystemLog:
                break;
            default:
                throw Invalid(channel, $"Its kind {channel.ChannelKind} is not known.", "Webhook, Email or SystemLog.");
        }
    }

    private static void ValidateEmail(AlertChannel channel)
    {
        if (!Uri.TryCreate(channel.Address, UriKind.Absolute, out Uri? server) || server.Scheme is not ("smtp" or "smtps") || server.Host.Length == 0 || server.UserInfo.Length > 0)
            throw Invalid(channel, $"'{channel.Address}' is no address of a mail server.", "smtp://host:port or smtps://host:port.");
        foreach (string address in channel.To.Append(channel.From ?? ""))
        {
            // Addresses become lines of the protocol: nothing that could end one may be in them.
            int at = address.IndexOf('@', StringComparison.Ordinal);
            if (at <= 0 || at == address.Length - 1 || address.Any(c => char.IsControl(c) || char.IsWhiteSpace(c) || c is '<' or '>'))
                throw Invalid(channel, $"'{address}' is no e-mail address.", "name@domain.");
        }

        if (channel.To.Count == 0) throw Invalid(channel, "It has no receiver.", "at least one address to send to.");
        if (channel.UserName is not null && channel.SecretFile is null) throw Invalid(channel, "It has a user name and no password.", "a file with the password.");
    }

    private static ReplicationException Invalid(AlertChannel channel, string found, string needed) => new("AlertChannelInvalid", $"Alert channel {channel.Name}", found, needed);
}
