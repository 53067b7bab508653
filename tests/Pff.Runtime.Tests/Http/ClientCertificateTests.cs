using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Pff.Core.Plan;
using Pff.Runtime.Diagnostics;
using Pff.Runtime.Execution;
using Pff.Runtime.Tests.Support;

namespace Pff.Runtime.Tests.Http;

/// <summary>A client certificate that cannot be used ends a run before it starts, and the message says which file is wrong and how.</summary>
public sealed class ClientCertificateTests
{
    private const string Password = "pa55word-of-the-key";

    private static readonly PbeParameters Encryption = new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1_000);

    public static TheoryData<string, string, string> Faults => new()
    {
        { "no file", "PFF3265", "missing" },
        { "empty file", "PFF3265", "empty" },
        { "no certificate", "PFF3265", "has no certificate in PEM or PKCS#12 form" },
        { "damaged certificate", "PFF3265", "has no certificate in PEM or PKCS#12 form" },
        { "certificate in DER form", "PFF3265", "has no certificate in PEM or PKCS#12 form" },
        { "key without a password", "PFF3266", "'password: { env: NAME }'" },
        { "key with another password", "PFF3266", "crm.key, its password does not open" },
        { "archive without a password", "PFF3266", "crm.p12, has a password" },
        { "archive with another password", "PFF3266", "its password does not open" },
        { "no key", "PFF3267", "there is no private key in crm.pem" },
        { "no key in its file", "PFF3267", "there is no private key in crm.key" },
        { "key of another", "PFF3267", "crm.key belongs to another certificate" },
        { "key of another kind", "PFF3267", "crm.key belongs to another certificate" },
        { "key beside an archive", "PFF3267", "leave 'key' out" },
        { "key in an old form", "PFF3267", "openssl pkcs8 -topk8" },
        { "damaged key", "PFF3267", "damaged" },
        { "expired", "PFF3268", "expired at 20" },
        { "not valid yet", "PFF3268", "is valid only from 20" },
        { "password that is not there", "PFF3015", "KEY_PASSWORD" },
        { "key file that is not there", "PFF3016", "crm.key" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_certificate_that_cannot_be_used_ends_the_run_before_it_starts(string fault, string code, string says)
    {
        using var authority = TestCertificates.Authority("CN=ours");
        using var good = TestCertificates.OfClient(authority, "CN=robot");
        using var other = TestCertificates.OfClient(authority, "CN=other");
        using var rsa = TestCertificates.OfClientWithRsa(authority, "CN=rsa");
        var (pem, key) = (good.ExportCertificatePem(), good.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        var locked = good.GetECDsaPrivateKey()!.ExportEncryptedPkcs8PrivateKeyPem(Password, Encryption);
        var archive = good.Export(X509ContentType.Pkcs12, Password);
        var outOfTime = fault == "expired"
            ? TestCertificates.OfClient(authority, "CN=robot", TestCertificates.Now.AddDays(-9), TestCertificates.Now.AddDays(-1))
            : TestCertificates.OfClient(authority, "CN=robot", TestCertificates.Now.AddDays(1));
        var pair = new ClientCertificateSource("crm.pem", new(null, "crm.key"), null);
        var passworded = pair with { Password = new("KEY_PASSWORD", null) };
        var alone = new ClientCertificateSource("crm.pem", null, null);
        var packed = new ClientCertificateSource("crm.p12", null, new("KEY_PASSWORD", null));
        var (source, world) = fault switch
        {
            "no file" => (alone, new World()),
            "empty file" => (alone, new World { ["crm.pem"] = "" }),
            "no certificate" => (alone, new World { ["crm.pem"] = key }),
            "damaged certificate" => (alone, new World { ["crm.pem"] = "-----BEGIN CERTIFICATE-----\nnone\n-----END CERTIFICATE-----\n" + key }),
            "certificate in DER form" => (alone, new World { Bytes = good.Export(X509ContentType.Cert), ["crm.pem"] = null }),
            "key without a password" => (pair, new World { ["crm.pem"] = pem, ["crm.key"] = locked }),
            "key with another password" => (passworded, new World { Variable = "wrong-one", ["crm.pem"] = pem, ["crm.key"] = locked }),
            "archive without a password" => (packed with { Password = null }, new World { Bytes = archive }),
            "archive with another password" => (packed, new World { Variable = "wrong-one", Bytes = archive }),
            "no key" => (alone, new World { ["crm.pem"] = pem }),
            "no key in its file" => (pair, new World { ["crm.pem"] = pem + "\n" + key, ["crm.key"] = pem }),
            "key of another" => (pair, new World { ["crm.pem"] = pem, ["crm.key"] = other.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem() }),
            "key of another kind" => (pair, new World { ["crm.pem"] = pem, ["crm.key"] = rsa.GetRSAPrivateKey()!.ExportPkcs8PrivateKeyPem() }),
            "key beside an archive" => (packed with { Key = new(null, "crm.key") }, new World { Variable = Password, Bytes = archive, ["crm.key"] = key }),
            "key in an old form" => (pair, new World { ["crm.pem"] = pem, ["crm.key"] = "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00\n\nAAAA\n-----END RSA PRIVATE KEY-----\n" }),
            "damaged key" => (pair, new World { ["crm.pem"] = pem, ["crm.key"] = "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n" }),
            "expired" or "not valid yet" => (alone, new World { ["crm.pem"] = Together(outOfTime) }),
            "password that is not there" => (passworded, new World { ["crm.pem"] = pem, ["crm.key"] = locked }),
            _ => (pair, new World { ["crm.pem"] = pem }),
        };
        var failure = world.Start(source, out _);
        Assert.Equal(code, failure?.Code);
        Assert.Contains(says, failure!.Message.English + failure.Help?.English, StringComparison.Ordinal);
        Assert.DoesNotContain(Password, failure.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("wrong-one", failure.ToString(), StringComparison.Ordinal);
        outOfTime.Dispose();
    }

    [Theory]
    [InlineData(3, "PFF3268")]
    [InlineData(8, null)]
    public void One_that_is_about_to_expire_is_warned_of(int days, string? code)
    {
        using var authority = TestCertificates.Authority("CN=ours");
        using var certificate = TestCertificates.OfClient(authority, "CN=robot", until: TestCertificates.Now.AddDays(days));
        Assert.Null(new World { ["crm.pem"] = Together(certificate) }.Start(new ClientCertificateSource("crm.pem", null, null), out var cautions));
        Assert.Equal(code is null ? [] : [code], cautions.Select(c => c.Code));
    }

    private static string Together(X509Certificate2 certificate) =>
        certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem() + "\n" + certificate.ExportCertificatePem();

    /// <summary>The files and the one variable of a machine; the bytes are those of every file that is not named.</summary>
    private sealed class World
    {
        private readonly Dictionary<string, string> _files = [];

        public string? Variable { get; init; }

        public byte[]? Bytes { get; init; }

        public string? this[string file]
        {
            set
            {
                if (value is not null)
                {
                    _files[file] = value;
                }
            }
        }

        public RuntimeFailure? Start(ClientCertificateSource source, out IReadOnlyCollection<RuntimeFailure> cautions)
        {
            var plan = new TestPlan();
            plan.Api = plan.Api with { Hosts = ["https://crm.example"], Connections = new ConnectionSettings { ClientCertificate = source } };
            var observer = new CautionWatcher();
            var made = RunEngine.Create(plan.Build(plan.Call(plan.Read())), "main", new RunSettings { Workers = 1 }, new RunServices
            {
                Time = TimeProvider.System,
                Observer = observer,
                Secrets = new TestSecrets(Variable is null ? [] : new() { ["KEY_PASSWORD"] = Variable }, _files)
                {
                    Binaries = Bytes is null ? [] : new() { ["crm.p12"] = Bytes, ["crm.pem"] = Bytes },
                },
            });
            made.Value?.Dispose();
            cautions = [.. observer.Cautions];
            return made.Failure;
        }
    }
}
