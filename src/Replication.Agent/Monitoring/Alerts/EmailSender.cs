using System.Text;
using Replication.Core.Alerts;

namespace Replication.Agent.Monitoring.Alerts;

/// <summary>Sends an alert by SMTP.</summary>
internal sealed class EmailSender : IAlertSender
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <summary>Of a line of base64, as RFC 2045 has it.</summary>
    private const int LineLength = 76;

    public async Task SendAsync(AlertChannel channel, Alert alert, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        try
        {
            string? password = channel.SecretFile is { } file ? Encoding.UTF8.GetString(await SecretFile.ReadAsync(file, limit.Token)) : null;
            await using SmtpSession session = await SmtpSession.ConnectAsync(new Uri(channel.Address!), limit.Token);
            if (channel.UserName is { } user) await session.AuthenticateAsync(user, password ?? "", limit.Token);
            await session.SendAsync(channel.From!, channel.To, Compose(channel, alert), limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"The mail server took longer than {Limit.TotalSeconds:0} s.");
        }
    }

    /// <summary>RFC 5322 with RFC 2047 and 2045: only ASCII on the wire, whatever the names of machines are.</summary>
    internal static string Compose(AlertChannel channel, Alert alert)
    {
        var message = new StringBuilder();
        void Header(string name, string value) => message.Append(name).Append(": ").Append(value).Append("\r\n");
        Header("From", channel.From!);
        Header("To", string.Join(", ", channel.To));
        Header("Subject", Encoded(alert.Subject));
        Header("Date", alert.At.UtcDateTime.ToString("ddd, dd MMM yyyy HH:mm:ss '+0000'", System.Globalization.CultureInfo.InvariantCulture));
        // The same alert has the same id: a receiver that gets it twice shows it once.
        Header("Message-ID", $"<{alert.Id}@replication.invalid>");
        Header("Auto-Submitted", "auto-generated");
        Header("MIME-Version", "1.0");
        Header("Content-Type", "text/plain; charset=utf-8");
        Header("Content-Transfer-Encoding", "base64");
        message.Append("\r\n");
        foreach (char[] line in Convert.ToBase64String(Encoding.UTF8.GetBytes(AlertDocument.Text(alert).Replace("\n", "\r\n", StringComparison.Ordinal))).Chunk(LineLength))
            message.Append(line).Append("\r\n");
        return message.ToString();
    }

    /// <summary>Encoded words are at most 75 characters, and none ends within a character.</summary>
    private static string Encoded(string text)
    {
        if (text.All(c => c is >= ' ' and <= '~')) return text;
        var words = new List<string>();
        var word = new List<byte>();
        foreach (Rune rune in text.EnumerateRunes())
        {
            byte[] bytes = Encoding.UTF8.GetBytes(rune.ToString());
            if (word.Count + bytes.Length > 42)
            {
                words.Add(Convert.ToBase64String([.. word]));
                word.Clear();
            }

            word.AddRange(bytes);
        }

        words.Add(Convert.ToBase64String([.. word]));
        return string.Join("\r\n ", words.Select(part => $"=?utf-8?B?{part}?="));
    }
}
