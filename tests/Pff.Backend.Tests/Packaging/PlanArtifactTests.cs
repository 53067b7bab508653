using Pff.Backend.Packaging;
using Pff.Core.Plan;
using Pff.Core.Plan.Storage;

namespace Pff.Backend.Tests.Packaging;

public sealed class PlanArtifactTests
{
    private static readonly PlanArtifact Artifact = PlanCompiler.Compile(Programs.All, CancellationToken.None);

    [Fact]
    public void The_same_program_gives_the_same_bytes() =>
        Assert.Equal(Artifact.Bytes.ToArray(), PlanCompiler.Compile(Programs.All, CancellationToken.None).Bytes.ToArray());

    [Fact]
    public void What_is_written_can_be_loaded_and_run()
    {
        var stream = new MemoryStream();
        Artifact.Write(stream);
        stream.Position = 0;
        var plan = PlanArtifactReader.Load(stream).Plan!;
        Assert.Equal(Artifact.Hash, plan.Hash);
        Assert.Equal(PlanBytes.Write(Artifact.Model), PlanBytes.Write(plan.Model));
        var frame = new Frame(6, default);
        frame.Slots[0] = Value.Of("K1");
        Assert.Equal("K1", plan.Expressions[0](frame).AsText);
        Assert.Equal(FaultKind.NoSuchVariable, plan.Expressions[0](new Frame(6, default)).AsFault.Reason);
    }

    [Fact]
    public void Methods_are_there_once_and_expressions_know_their_place()
    {
        var model = Artifact.Model;
        Assert.Equal(["get", "put"], model.Methods.Select(m => m.Name));
        Assert.Equal(new ExpressionSource("manifest.yaml", 4, 22, "id"), model.Expressions[0]);
        var steps = model.Sequences[0].Steps;
        Assert.Equal(0, ((CallMethodPlan)steps[1]).Method);
        Assert.Equal(3, steps[1].Line);
        Assert.Equal(1, ((CallSequencePlan)((ConditionPlan)steps[2]).Then[0]).Sequence);
    }

    [Fact]
    public void A_sequence_writes_where_one_that_it_calls_does() =>
        Assert.Equal([true, true, false], Artifact.Model.Sequences.Select(s => s.Writes));

    [Theory]
    [InlineData("")]
    [InlineData("version: \"1.0\"\nsequences: {}")]
    public void Another_file_is_no_plan(string text) =>
        Assert.Equal("PFF2001", CodeOf(System.Text.Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void Another_format_version_is_refused()
    {
        var bytes = Artifact.Bytes.ToArray();
        bytes[8]++;
        Assert.Equal("PFF2002", CodeOf(bytes));
    }

    [Fact]
    public void A_plan_cut_off_anywhere_is_refused()
    {
        var bytes = Artifact.Bytes.ToArray();
        for (var length = 1; length < bytes.Length; length += length < 200 ? 1 : 97)
        {
            Assert.Equal("PFF2003", CodeOf(bytes[..length]));
        }
    }

    [Fact]
    public void A_plan_changed_anywhere_is_refused()
    {
        for (var at = 0; at < Artifact.Bytes.Length; at += at < 200 ? 1 : 101)
        {
            var bytes = Artifact.Bytes.ToArray();
            bytes[at] ^= 0x10;
            Assert.NotNull(CodeOf(bytes));
        }

        Assert.Equal("PFF2004", CodeOf([.. Artifact.Bytes.Span, 0]));
    }

    [Fact]
    public void A_plan_of_another_build_is_refused_by_name()
    {
        var bytes = Artifact.Bytes.ToArray();
        bytes[54 + BuildIdentity.Version.Length] ^= 1;
        Assert.Equal("PFF2005", CodeOf(Rehashed(bytes)));
    }

    [Fact]
    public void Parts_that_are_no_plan_are_refused_though_the_hash_is_right()
    {
        // The model's own format version, behind its length.
        var brokenModel = Artifact.Bytes.ToArray();
        brokenModel[54 + BuildIdentity.Version.Length + 16 + 4]++;
        Assert.Equal("PFF2007", CodeOf(Rehashed(brokenModel)));

        var brokenCode = Artifact.Bytes.ToArray();
        brokenCode.AsSpan(brokenCode.Length - Artifact.Assembly.Length).Clear();
        Assert.Equal("PFF2007", CodeOf(Rehashed(brokenCode)));
    }

    [Fact]
    public void Freshness_names_changed_and_missing_files()
    {
        var hashes = Artifact.Model.Sources.ToDictionary(s => s.Path, s => s.Sha256);
        Assert.Empty(PlanFreshness.Check(Artifact.Model, hashes.GetValueOrDefault));
        hashes["manifest.yaml"] = new string('c', 64);
        hashes.Remove("apis/crm.yaml");
        Assert.Equal(["manifest.yaml", "apis/crm.yaml"], PlanFreshness.Check(Artifact.Model, hashes.GetValueOrDefault));
        Assert.NotEqual(PlanFreshness.HashOfListing(["a.yaml"]), PlanFreshness.HashOfListing(["a.yaml", "b.yaml"]));
        Assert.Equal(PlanFreshness.HashOfListing(["b.yaml", "a.yaml"]), PlanFreshness.HashOfListing(["a.yaml", "b.yaml"]));
    }

    [Fact]
    public async Task Running_a_plan_loads_no_compiler()
    {
        var path = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N") + ".pffplan");
        try
        {
            await File.WriteAllBytesAsync(path, Artifact.Bytes.ToArray());
            var lines = await FreshProcess.StartAsync(path);
            Assert.Contains("loaded Pff.Backend", lines);
            Assert.Contains("loaded PffPlan", lines);
            Assert.Contains("text", lines);
            Assert.DoesNotContain(lines, line => line.Contains("CodeAnalysis", StringComparison.Ordinal));
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static string? CodeOf(byte[] bytes) => PlanArtifactReader.Load(bytes).Failure?.Code;

    private static byte[] Rehashed(byte[] bytes)
    {
        var hash = System.Security.Cryptography.SHA256.HashData([.. bytes.AsSpan(0, 20), .. bytes.AsSpan(52)]);
        hash.CopyTo(bytes, 20);
        return bytes;
    }
}
