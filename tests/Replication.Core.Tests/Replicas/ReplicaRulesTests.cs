using Replication.Core.Errors;
using Replication.Core.Replicas;
using Replication.Core.Replicas.Certificates;
using Replication.Core.Rules;

namespace Replication.Core.Tests.Replicas;

public class ReplicaRulesTests
{
    private static readonly ReplicaServerSettings Served = new()
    {
        Id = "here",
        Enabled = true,
        Certificate = "/c.pfx",
        TrustAnchors = "/a.pem",
    };

    [Fact]
    public void HVR_19_a_server_is_off_and_encrypted_until_somebody_says_otherwise()
    {
        var settings = new ReplicaServerSettings { Id = "here" };
        Assert.False(settings.Enabled || settings.Listens || settings.ServesClear || settings.ReplicationAllowedFromAnyServer);
        Assert.True(settings.RequireEncryption);
        ReplicaServerRules.Normalize(settings);
    }

    [Fact]
    public void HVR_15_encryption_needs_certificates()
    {
        Refused("EncryptionNeedsCertificate", Served with { Authentication = [ReplicaAuthentication.Kerberos, ReplicaAuthentication.Certificate] });
        Refused("EncryptionNeedsCertificate", Served with { Authentication = [ReplicaAuthentication.AccessKey], AccessKeys = "/k.json", Certificate = null });
        ReplicaServerSettings clear = ReplicaServerRules.Normalize(
            Served with { Authentication = [ReplicaAuthentication.Kerberos, ReplicaAuthentication.Certificate], RequireEncryption = false });
        Assert.True(clear is { ServesClear: true, ServesTls: true });
    }

    [Fact]
    public void HVR_33_both_modes_need_a_storage_location()
    {
        Refused("StorageLocationRequired", Served with { ReplicationAllowedFromAnyServer = true });
        Refused("StorageLocationRequired", Served with { DefaultStorageLocation = "relative/folder" });
        Assert.Equal("StorageLocationRequired", Assert.Throws<ReplicationException>(() => Entry("hv1.contoso.com", location: "").Normalize()).ErrorId);
        Assert.Equal("/replicas", ReplicaServerRules.Normalize(Served with { DefaultStorageLocation = "/replicas/" }).DefaultStorageLocation);
    }

    [Fact]
    public void HVR_31_ports_and_kinds_of_authentication_are_checked()
    {
        Refused("ReplicaServerInvalid", Served with { Authentication = [] });
        Refused("ReplicaServerInvalid", Served with { HttpsPort = 70000 });
        Refused("ReplicaServerInvalid", Served with { HttpsPort = 9000, HttpPort = 9000 });
        Refused("ReplicaServerInvalid", Served with { Address = "replica.contoso.com" });
        Refused("CertificateMissing", Served with { Certificate = null });
        Refused("TrustAnchorsRequired", Served with { TrustAnchors = null });
        Refused("AccessKeysMissing", Served with { Authentication = [ReplicaAuthentication.AccessKey] });
        Refused("ReplicaServerInvalid", Served with { Revocation = RevocationCheck.Lists });
        ReplicaServerRules.Normalize(Served);
    }

    [Fact]
    public void HVR_07_nodes_of_a_cluster_and_their_broker_have_ports_of_their_own()
    {
        ReplicaServerSettings cluster = Served with { HttpsPort = 9601, HttpsPortMapping = new Dictionary<string, int> { ["node1"] = 9602, ["node2"] = 9603 } };
        ReplicaServerSettings normal = ReplicaServerRules.Normalize(cluster);
        Assert.True(normal.IsClustered);
        Assert.Equal((9602, 9603, 9601), (normal.HttpsPortOf("NODE1"), normal.HttpsPortOf("node2"), normal.HttpsPortOf("broker")));
        Refused("ReplicaServerInvalid", cluster with { HttpsPort = 9603 });
        Assert.Equal(9601, Served.HttpsPortOf("anywhere"));
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(5, false)]
    [InlineData(12, true)]
    [InlineData(48, true)]
    [InlineData(36, false)]
    public void HVR_31_the_monitoring_interval_is_one_of_those_that_divide_a_day_or_a_week(int hours, bool isTaken)
    {
        ReplicaServerSettings settings = Served with { MonitoringInterval = TimeSpan.FromHours(hours) };
        if (isTaken) ReplicaServerRules.Normalize(settings);
        else Refused("ReplicaServerInvalid", settings);
        Refused("ReplicaServerInvalid", settings with { MonitoringInterval = TimeSpan.FromHours(1), MonitoringStartTime = TimeSpan.FromHours(24) });
    }

    [Fact]
    public void HVR_06_nodes_of_clusters_need_the_same_domain_and_others_none()
    {
        Assert.Equal(FindingStatus.NotApplicable, ReplicaHostRules.Domain(new("a", "", false), new("b", "contoso.com", false)).Status);
        Assert.Equal(FindingStatus.Passed, ReplicaHostRules.Domain(new("a", "Contoso.com", true), new("b", "contoso.com", true)).Status);
        Finding failed = ReplicaHostRules.Domain(new("a", "contoso.com", true), new("b", "fabrikam.com", false));
        Assert.Equal((FindingStatus.Failed, "ClusterNeedsSameDomain"), (failed.Status, failed.ErrorId));
        Assert.True(ReplicaHostRules.Domain(new("a", "", true), new("b", "", true)).Blocks);
    }

    [Theory]
    [InlineData("hv1.contoso.com", "hv1.contoso.com", true)]
    [InlineData("*.contoso.com", "hv1.contoso.com", true)]
    [InlineData("*.contoso.com", "contoso.com", false)]
    [InlineData("*.contoso.com", "a.hv1.contoso.com", false)]
    [InlineData("*.contoso.com", "hv1.contoso.com.evil.org", false)]
    [InlineData("*.bücher.example", "hv1.xn--bcher-kva.example", true)]
    [InlineData("HV1.contoso.com", "hv1.contoso.com", true)]
    public void HVR_32_a_wildcard_stands_for_the_first_label_alone(string allowed, string host, bool matches) =>
        Assert.Equal(matches, PrimaryPattern.Parse(allowed).Matches(host));

    [Theory]
    [InlineData("HV1")]
    [InlineData("10.1.2.3")]
    [InlineData("*")]
    [InlineData("*.com")]
    [InlineData("hv*.contoso.com")]
    [InlineData("hv1.*.com")]
    [InlineData("")]
    public void HVR_32_netbios_names_addresses_and_other_wildcards_are_refused(string allowed) =>
        Assert.Equal("AuthorizationInvalid", Assert.Throws<ReplicationException>(() => PrimaryPattern.Parse(allowed)).ErrorId);

    [Fact]
    public void HVR_32_the_host_that_is_named_comes_before_its_domain()
    {
        var admission = new ReplicaAdmission(new ReplicaServerState(Served, [Entry("*.contoso.com", "domain"), Entry("hv1.contoso.com", "host")]), "replica");
        Assert.Equal("host", admission.RequirePrimary(["hv1.contoso.com"]).TrustGroup);
        Assert.Equal("domain", admission.RequirePrimary(["hv2.contoso.com"]).TrustGroup);
        ReplicationException refused = Assert.Throws<ReplicationException>(() => admission.RequirePrimary(["hv1.fabrikam.com"]));
        Assert.Equal("NotAuthorized", refused.ErrorId);
        Assert.Contains("'hv1.fabrikam.com' is not authorised on 'replica'", refused.Message, StringComparison.Ordinal);
        Assert.Throws<ReplicationException>(() => admission.RequirePrimary(["hv1.contoso.com"], trustGroup: "domain"));
    }

    [Fact]
    public void HVR_32_an_administrator_is_one_host_and_no_primary()
    {
        ReplicationAuthorization entry = (Entry("admin.contoso.com") with { Role = AuthorizationRole.Administrator }).Normalize();
        var admission = new ReplicaAdmission(new ReplicaServerState(Served, [entry]), "replica");
        Assert.True(admission.IsAdministrator(["admin.contoso.com"]));
        Assert.False(admission.IsAdministrator(["hv1.contoso.com"]));
        Assert.Throws<ReplicationException>(() => admission.RequirePrimary(["admin.contoso.com"]));
        Assert.Throws<ReplicationException>(() => (entry with { AllowedPrimaryServer = "*.contoso.com" }).Normalize());
    }

    [Fact]
    public void HVR_10_groups_with_different_names_have_different_folders_and_equal_ones_the_same()
    {
        string[] names = ["a/b", "a_b", "a:b", "Ä", "ä2", "ab"];
        Assert.Equal(names.Length, names.Select(name => TrustGroups.StoreFolder("/replicas", name)).Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.Equal(TrustGroups.StoreFolder("/replicas", "Contoso"), TrustGroups.StoreFolder("/replicas/", "CONTOSO"));
        Assert.All(names, name => Assert.Equal("/replicas", Path.GetDirectoryName(TrustGroups.StoreFolder("/replicas", name))));
        Assert.Equal("AuthorizationInvalid", Assert.Throws<ReplicationException>(() => TrustGroups.Require(" ")).ErrorId);
    }

    private static ReplicationAuthorization Entry(string primary, string group = "group", string location = "/replicas") => new()
    {
        Id = primary,
        ServerId = "here",
        AllowedPrimaryServer = primary,
        TrustGroup = group,
        ReplicaStorageLocation = location,
    };

    private static void Refused(string errorId, ReplicaServerSettings settings) =>
        Assert.Equal(errorId, Assert.Throws<ReplicationException>(() => ReplicaServerRules.Normalize(settings)).ErrorId);
}
