namespace Pff.Specs.Generation;

/// <summary>Whole manifests over <see cref="GeneratedApis"/>.</summary>
internal static class GeneratedPrograms
{
    /// <param name="random">Where the program comes from.</param>
    /// <param name="name">The sequence to run.</param>
    public static YamlTreeMap Manifest(Random random, string name = "main")
    {
        var sequences = new ProgramGenerator(random, "v").Sequences(name).ToList();
        var manifest = new YamlTreeMap(
            true,
            ("version", new YamlTreeText("1.0")),
            ("uses", new YamlTreeList(new YamlTreeText("apis/plain.yaml"), new YamlTreeText("apis/guarded.yaml"))),
            ("sequences", new YamlTreeMap(false, sequences.Select(s => (s.Name, s.Sequence)))));
        if (random.Next(3) > 0)
        {
            manifest.Entries.Add(("tests", new TestGenerator(random).Tests(sequences)));
        }

        return manifest;
    }
}
