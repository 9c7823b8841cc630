using Archive.Core.Evidence;
using CsCheck;
using Xunit;

namespace Archive.Tests.Evidence;

/// <summary>Notes of C2SP "signed-note", with its own test vector.</summary>
public sealed class SignedNoteTests
{
    private const string Key = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";

    private const string Note = "This is an example message.\n\n"
        + "— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n";

    [Fact]
    public void Verifies_the_published_note()
    {
        var note = SignedNote.Parse(Note);

        Assert.True(NoteVerifier.Parse(Key).Verifies(note));
        Assert.Equal("This is an example message.\n", note.Text);
        Assert.Equal(Note, note.ToString());
        Assert.Equal(Key, NoteVerifier.Parse(Key).ToString());
    }

    [Theory]
    [InlineData("example message", "example massage")]
    [InlineData("Uw2QOkn8srV1", "Uw2QOkn8srV2")]
    [InlineData("— example.com/foo ", "— example.com/bar ")]
    [InlineData("Uw2Q", "Uw2R")]
    public void Refuses_a_note_in_which_anything_was_changed(string original, string changed) =>
        Assert.False(NoteVerifier.Parse(Key).Verifies(SignedNote.Parse(Note.Replace(original, changed, StringComparison.Ordinal))));

    [Fact]
    public void Signatures_of_others_are_ignored_and_a_wrong_one_of_the_own_key_is_not()
    {
        var own = new NoteSigner("own", new byte[NoteSigner.SeedSize]);
        var other = new NoteSigner("other", [.. Enumerable.Repeat((byte)7, NoteSigner.SeedSize)]);
        var note = own.Sign("text\n");
        var both = note with { Signatures = [.. other.Sign("text\n").Signatures, .. note.Signatures] };
        var spoilt = note with { Signatures = [.. note.Signatures, note.Signatures[0] with { Bytes = new byte[64] }] };

        Assert.True(own.Verifier.Verifies(SignedNote.Parse(both.ToString())));
        Assert.False(other.Verifier.Verifies(note));
        Assert.False(own.Verifier.Verifies(spoilt));
    }

    [Theory]
    [InlineData("")]
    [InlineData("text\n")]
    [InlineData("text\n\n")]
    [InlineData("text\n\nsignature\n")]
    [InlineData("text\n\n— name !!!\n")]
    [InlineData("te\u0001xt\n\n— name Uw2QOkn8srV1\n")]
    [InlineData("text\n\n— name Uw2QOkn8srV1")]
    public void Says_what_is_no_note(string text) => Assert.Throws<FormatException>(() => SignedNote.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("name")]
    [InlineData("example.com/foo+530d903b+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k")]
    [InlineData("example.com/fo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k")]
    public void Says_what_is_no_key(string text) => Assert.Throws<FormatException>(() => NoteVerifier.Parse(text));

    [Fact]
    public void Signs_lines_only()
    {
        var signer = new NoteSigner("own", new byte[NoteSigner.SeedSize]);

        Assert.Throws<ArgumentException>(() => signer.Sign("no line feed"));
        Assert.Throws<ArgumentException>(() => signer.Sign("a\rb\n"));
        Assert.Throws<ArgumentException>(() => new NoteSigner("two words", new byte[NoteSigner.SeedSize]));
    }

    [Fact]
    public void Any_text_is_a_note_or_a_format_error() => Gen.String[0, 80].Sample(
        text =>
        {
            try
            {
                SignedNote.Parse(text + "\n\n— k " + Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(text)) + "\n");
            }
            catch (FormatException)
            {
                // the only exception there may be
            }
        },
        iter: 5_000);
}
