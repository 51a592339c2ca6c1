using System.Xml;
using System.Xml.Linq;

namespace Replication.Disks.Guests;

/// <summary>Whether firewalld's default zone lets SSH in (firewalld.zone(5)); other zones need an interface or a source that is not there yet.</summary>
internal static class FirewalldZone
{
    public static async ValueTask<(bool Permits, string Source)> ReadAsync(GuestTree tree, CancellationToken cancellationToken)
    {
        string zone = await tree.ReadTextAsync("/etc/firewalld/firewalld.conf", cancellationToken) is { } conf
            && KeyValueFile.Find(conf, "DefaultZone") is { Length: > 0 } named ? named : "public";
        if (zone.Contains('/')) throw new GuestFileException("/etc/firewalld/firewalld.conf", $"DefaultZone is {zone}, which is no name.");
        foreach (string folder in (string[])["/etc/firewalld/zones", "/usr/lib/firewalld/zones"])
        {
            string path = $"{folder}/{zone}.xml";
            if (await tree.ReadTextAsync(path, cancellationToken) is { } text) return (Permits(path, text), path);
        }

        throw new GuestFileException($"/etc/firewalld/zones/{zone}.xml", "The default zone has no file.");
    }

    internal static bool Permits(string path, string text)
    {
        try
        {
            using var reader = XmlReader.Create(
                new StringReader(text), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            var zone = XDocument.Load(reader).Root;
            return zone is not null
                && (zone.Attribute("target")?.Value == "ACCEPT"
                    || zone.Elements("service").Any(service => service.Attribute("name")?.Value == "ssh")
                    || zone.Elements("port").Any(
                        port => port.Attribute("protocol")?.Value == "tcp" && SshPort.IsIn(port.Attribute("port")?.Value ?? "")));
        }
        catch (XmlException e)
        {
            throw new GuestFileException(path, $"It is not a zone: {e.Message}", e);
        }
    }
}
