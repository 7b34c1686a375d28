// Written by Tests/Fixtures/tokenization/tables.py from tokenizers 0.23.3.
// Numbers are in base 36; every key counts from the end of the one before it.

extension UnicodeTables {
  /// Scalars that `clean_text` removes.
  static let removed = """
    0+9 2+2 1+i 2n+x d 11u+6 m 5c 1d 3cu 1ks+5 q+5 1d+5 1+a 11u8+4xs 16n 6x+3 1 3b3 xya+4 43z+8 \
    h406 u+2o 1egw+1eke 2+1eke
    """

  /// Scalars that part words.
  static let whitespace = """
    9+5 i 2s q 4bj 1vj+b t+2 5 1b 334
    """

  /// Scalars that are words of their own.
  static let punctuation = """
    x+f a+7 q+6 q+4 y 5 3 a+2 3 3 ji 8 cy+6 15+2 1f 1 2 2 18+2 k+2 1+2 d 2+2 22+4 2u 17+e 6h+3 \
    1i+f v 79+2 a an lf 2i a+2 4o+f 1 11+4 1z 22+5 4+2 33+6 4r h0+9 47 h8+2 18+2 26+3 1z+2 4d+3 \
    1+3 11+b 8p+2 60+2 3k+7 1+6 4s+7 4b+4 1n+5 1q+2 1s+8 b n0+o 8+k 1+d 1+c u+2 e+2 hl+4 t+2 u5+e \
    27+2 v+a b7+m 1r+4 w+2 l7+4 1+2 34 3z+1b 1+j ce+3 4+a 2+c g c 2q 2i mwy+2 7h+3 2r a 37+6 ak+4 \
    2e+2 14+3 1 1d+2 1b 2p+d g+2 3g+4 3i+2 g+2 6x g2a+2 5s+a m+z 1+e 1 4 1+2 45+3 1+6 1+4 a+2 3+2 \
    q+3 1 r 1 1+7 be+3 ik 1c bi kn 5j v 7k+9 12 34+7 1u+7 2h+4 x6+7 31+2 1+4 3i+4 1c+2 27+5 3 d \
    1+3 2g+6 2z f0 6y+n 2x+3 6w+3 2lt+5 dtl+2 3p 1t+5 8 g2i 5wn+5
    """

  /// Scalars that `handle_chinese_chars` puts between spaces.
  static let chinese = """
    a9s+534 1s+g74 hkw+e8 1fk0+wyo w+3ds 74+49c 85s+f4
    """

  /// Marks that `strip_accents` removes.
  static let nonspacingMarks = """
    lc+1s 2 2+17 7n+5 7d+19 1 1+2 1+2 1 20+b 1c+l g 2t+7 2+6 2+2 1+4 z u+r 2j+b 1m+9 y+4 1+9 1+3 \
    1+5 17+3 3r+w 1j 1 4+8 4 3+7 a+2 t 1m 4+4 8 k+2 t+2 1l 4+2 4+2 2+3 3 u+2 3 b+2 1l 4+5 1+2 4 \
    k+2 t 1m 2 1+4 8 8 b+2 u 1p c 1e 1p+3 5+2 2+4 7+2 b+2 t 1m 2 6 5+2 k+2 t 1r+4 8 k+2 2u 7+3 1 \
    2i 2+7 c+8 2q 2+6 1+2 b+6 22+2 r 1 1 1j+2 1 2 1+6 1 1+3 1+2 5+6 1+4 1+4 1+4 1+4 1+4 1+c 1+3 9 \
    2u+4 1+6 1+2 2+2 p+2 4+3 g+4 d 2+2 6 f jj+3 qa+3 t+3 t+2 u+2 1s+2 1+7 8 2+b 9 19+3 4b 3a+3 4+2 \
    9 6+3 63+2 2 1m 1+7 1 1 2+8 6+a 2 1c+e 1u+4 1c 1+5 1 5 14+9 c+2 w+4 2+2 1+3 1k 1+2 3 1+3 1m+8 \
    2+2 48+3 1+d 1+7 4 6 3+2 5i+1i 6+4 k0+d 4 3+c 2da+3 3x 2o+w fe+4 2z+2 n9w 4+a w+2 28+2 7k 3 4 \
    p+2 4d r+i 1g+8 p+b 1a+3 1c 2+4 2 14 1v+6 2+2 2+2 c 8 1b 1f 1+3 2+2 5+2 1 16+2 8 6m 2 4 fn4 \
    kh+g g+g r1 6a 45+5 1ae+3 1+2 5+4 14+3 4 4l+2 10a 1i+f 1k+3 1d+4 2+2 1x+3 10+5 1 2+5 1q c+2 \
    1g+9 b+3 2q+3 2 1+2 4n 3+8 l+2 1m 3 11+7 3+5 8u+6 1 4+2 1+2 6m+4 6+2 1+2 r+2 2d+8 2 1+2 2y 1 \
    2+6 1 2t+3 2+4 1+5 gjo+5 1n+7 uw+4 f7u+2 43s+3 h+8 2+7 u+4 44+3 1iz+1j 4+1e 8 e m+5 1+f 2sg+7 \
    gzl5+6o
    """

  /// Marks that the normalizer `StripAccents` removes.
  static let marks = """
    lc+34 7n+7 7b+19 1 1+2 1+2 1 20+b 1c+l g 2t+7 2+6 2+2 1+4 z u+r 2j+b 1m+9 y+4 1+9 1+3 1+5 17+3 \
    3c+e 1+x 1i+3 1+i 1+7 a+2 t+3 1k 1+7 2+2 2+3 9 a+2 t+3 1k 1+5 4+2 2+3 3 u+2 3 b+3 1k 1+8 1+3 \
    1+3 k+2 t+3 1k 1+7 2+2 2+3 8+2 a+2 u 1n+5 3+3 1+4 9 14+4 1m+7 1+3 1+4 7+2 b+2 t+3 1k 1+7 1+3 \
    1+4 7+2 b+2 t+3 1m+7 1+3 1+4 9 a+2 u+2 1y 4+6 1 1+8 i+2 1p 2+7 c+8 2q 2+6 1+2 b+6 22+2 r 1 1 \
    4+2 1d+k 1+2 5+b 1+10 9 2s+k n+4 4+3 1+3 2+7 3+4 d+c 1 a+4 jj+3 qa+3 t+3 t+2 u+2 1s+w 9 19+3 \
    3b+2 y 3a+c 4+c 63+5 1l+a 1+t 2 1c+f 1t+5 1b+h 12+9 c+3 u+d 1k+e 1c+k 48+3 1+l 4 4+3 3+2 5i+1i \
    5+5 k0+x 2da+3 3x 2o+w fe+6 2x+2 n9w+4 1+a w+2 28+2 7k 3 4 n+5 2g+2 1e+i q+i 1g+8 p+d 18+4 \
    1b+e 10 1v+e c 8+2 19+3 1e 1+3 2+2 5+2 1 15+5 5+2 6k+8 1+2 fn4 kh+g g+g r1 6a 45+5 1ae+3 1+2 \
    5+4 14+3 4 4l+2 109+3 1h+f 1k+4 19+b 1x+3 10+e 1q c+3 1c+e 9+3 2n+c 6 4g+c l+4 1k 1+7 2+2 2+3 \
    9 a+2 2+7 3+5 5c+i 2x+k 6j+7 2+9 r+2 2a+h 2y+d 2t+f zn+8 1+8 2a+m 1+e fg9+5 1n+7 t6+1a g+4 \
    f7u+2 43q+5 3+6 8+8 2+7 u+4 44+3 1iz+1j 4+1e 8 e m+5 1+f 11s+7 1+h 2+7 1+2 1+5 1ph+7 31+7 \
    gzhx+6o
    """

  /// Scalars that byte-level splitting takes for letters.
  static let letters = """
    1t+q 6+q 1b a 4 5+n 1+v 1+cq 4+c e+5 7 1 3l+5 1+2 2+4 1 6 1+3 1 1+k 1+2b 1+3v 8+4m 1+12 2 6+15 \
    1z+r 4+4 19+17 z+2 1+2r 1 f+2 7+2 a+3 2 g 1+u t+2h b o+x 9+2 4 5+m 4 9 3 n+p 7+b 5+o 1+6 h+16 \
    1m+1i 3 i 7+a f+g 4+8 2+2 2+m 1+7 1 3+4 3 g d+2 1+3 e+2 a 8+6 4+2 2+m 1+7 1+2 1+2 1+2 v+4 1 \
    j+3 g+9 1+3 1+m 1+7 1+2 1+5 3 i f+2 n b+8 2+2 2+m 1+7 1+2 1+5 3 u+2 1+3 f h 1+6 3+3 1+4 3+2 1 \
    1+2 3+2 3+3 3+c m 1g+8 1+3 1+n 1+g 3 q+3 2 2+2 u 4+8 1+3 1+n 1+a 1+5 3 v+2 1+2 f+2 h+9 1+3 \
    1+15 2 g 5+3 8+3 o+6 5+i 3+o 1+9 1 2+7 1m+1c 1+2 c+7 1m+2 1 1+5 1+o 1 1+a 1+2 9 2+5 1 l+4 w \
    1r+8 1+10 r+5 37+17 k g+6 4+4 3 3+2 7+3 4+d c h+12 1 5 2+17 1+99 1+4 2+7 1 1+4 2+15 1+4 2+x \
    1+4 2+7 1 1+4 2+f 1+1l 1+4 2+1v 11+g g+2e 2+6 3+h8 2+h 1+q 5+23 6+8 7+i d+j e+i e+d 1+3 f+1g z \
    4 1v+2h 7+5 2+y 1 5+1y a+v 1d+u 2+5 b+18 4+q 1i+n 9+1h 2a 2l+1b h+8 1i+u d+2 a+18 q+10 15+3 \
    a+10 2+b 5+17 2+3 15+4 1+6 1+2 3 5+5c 1s+7q 2+6 2+12 2+6 2+8 1 1 1 1+v 2+1h 1+7 1 3+3 1+7 3+4 \
    2+6 4+d 5+3 1+7 38 d g+d 2t 4 2+a 1 3+5 6 1 1 1+4 1+b 2+4 5+5 4 1g+2 22j+6d 6+4 3+2 c+12 1 5 \
    2+1k 7 g+n 9+7 1+7 1+7 1+7 1+7 1+7 1+7 1+7 28 d1+2 16+5 5+2 4+2e 6+3 1+2i 1+4 5+17 1+2m h+w \
    1c+g e8+534 1s+h3h 1v+1a 2+7h 3+g a+2 k+1b g+v 2+1y 1d+9 2+2v 2+1v 2+2 1 1+8 l+g 1+3 1+4 1+n \
    t+1g e+1e 1q+6 3 1+2 b+s a+n p+t 7+1b s g+5 1+a a+5 1+15 n+3 1+8 k+n 3 3+1e 1 3+2 2+5 2 1 o+3 \
    2+b 7+3 c+6 2+6 2+6 9+7 1+7 1+17 1+e 6+37 t+8mc c+n 4+1d 6is+a6 2+2y 12+7 c+5 5 1+a 1+d 1+5 1 \
    1+2 1+2 1+30 x+a3 i+1s 2+1i 14+c 38+5 1+3r 10+q 6+q b+2h 3+6 2+6 2+6 2+3 z+c 1+q 1+j 1+2 1+f \
    2+e y+3f at+t 3+1d 1b+w d+k 1+8 6+12 a+u 2+10 4+8 1c+4e i+10 4+10 4+14 8+1g c+b 1+f 1+7 1+2 \
    1+b 1+f 1+7 1+2 3+1g c+8n 9+m a+8 o+6 1+16 1+9 1x+6 2 1+18 1+2 3 2+n a+n 9+v 1t+j 1+2 a+m a+q \
    1y+1k 6+2 1s f+4 1+3 1+t 16+t 3+t z+8 1+s r+1i a+m a+j d+i 32+21 1j+1f d+1f d+10 12+s 9+n \
    6y+16 6+2 g+3 1n+t a 8+m 16+i 1a+l r+n c+1h 1l+2 2 d+19 w+p q+10 t 2 8+z 3 c+1c e+4 l 1 z+i \
    1+p j+2 1r+7 1 1+4 1+f 1+a 7+1b 12+8 2+2 2+m 1+7 1+2 1+5 3 i c+5 u+a 1 2 1+12 1 p 1 18+1h i+4 \
    k+3 u+1c k+2 1 54+1b 15+4 10+1c k 1n+17 d 1z+r 11+7 55+18 38+1s v+8 2 2+8 1+2 1+o f 1 2m+8 \
    2+13 g 1 s a+14 7 l b+1a j i+21 5j+x v+9 1+11 h 1d+u 34+7 1+2 1+12 l p+6 1+2 1+w e 93+j f 1+d \
    1+y 3g 27+pm 6e+5g 218+2p f+ts h+6 p+32z 5+g7 5a1+u 1cy+ft 7+v h+27 h+u i+1c g+4 v+l 5+j c0+19 \
    5v+1s 3k+23 5 1u+d 1s+2 1 s+4qg 8+ye 15+a 6w7+4 1+7 1+2 1+83 f t+3 2 e+4 8+b0 1s4+2z 5+d 3+9 \
    7+a 4me+2d 1+1z 1+2 2 2+2 2+4 1+c 1 1+7 1+1t 1+4 2+8 1+7 1+s 1+4 1+5 1 3+7 1+9g 2+p 1+p 1+v \
    1+p 1+v 1+p 1+v 1+p 1+v 1+p 1+8 1f8+v 6+6 79+1q 42+19 a+7 g 8x+u i+18 dg+s 6c+u 2 dr+7 1+4 1+2 \
    1+f 1+5h 1n+1w 7 xg+4 1+r 1+2 1 2 1+a 1+4 1 1 6 4 1 1 1+3 1+2 1 2 1 1 1 1 1+2 1 2+4 1+7 1+4 \
    1+4 1 1+a 1+h 5+3 1+5 1+h 3es+wyo w+37e 6+66 2+4g2 e+5rl f+ha 1wi+f2 15u+3t7 5+38g
    """

  /// Scalars that byte-level splitting takes for numbers.
  static let numbers = """
    1c+a 3c+2 5 2+3 141+a 3q+a 5i+a bg+a 3a+a 4+6 30+a 3a+a 3a+a 2+6 32+d 37+a 8+7 2v+a 2w+7 7+j \
    31+a 2o+a 3a+a 1y+k 7g+a 1y+a jz+k oh+3 6n+a 6+a m+a 8c+a 3k+b 4l+a 6+a 52+a 2e+a 3q+a 6+a t2 \
    3+6 6+a 5i+1f 2+5 k6+1o 26+m hi+u 12h ll p+9 e+3 9j+4 3u+a u+8 1+f w+a 13+f msg+a 58+a 8w+6 \
    4a+a 12+a 5i+a m+a 2e+a ba+a geu+a dp+19 c+1l h+2 9h+r 10+4 t 8 3q+5 5m+a q6+8 p+7 13+9 23+5 \
    m+6 4g+2 2+g 2+1a 1s+9 1g+2 u+3 23+5 2w+8 o+8 15+7 96+6 1c+a 6+a 7q+v 4e+a 16+4 34+7 3q+u 3k+a \
    1o+a 40+a 7+k 6z+a 9i+a 3a+a ae+a 2u+a 6+k 24+c bo+j 2l+a ie+a 2e+t 6b+a 1y+a bq+a 2u+l tn+33 \
    c01+a 1t2+a 2e+a 3q+a 1+7 em+a 7a+n imx+a 152+k c+k 30+p ut+1e 1ts+a bq+a dy+a 6v+a jw+9 3k+a \
    lz+1n 1+3 1+4 24+19 1+f qq+d 25f+a
    """

  /// Scalars that the pre-tokenizer `Digits` splits at.
  static let numerics = """
    1c+a 3c+2 5 2+3 141+a 3q+a 5i+a bg+a 3a+a 4+6 30+a 3a+a 3a+a 2+6 32+d 37+a 8+7 2v+a 2w+7 7+j \
    31+a 2o+a 3a+a 1y+k 7g+a 1y+a jz+k oh+3 6n+a 6+a m+a 8c+a 3k+b 4l+a 6+a 52+a 2e+a 3q+a 6+a t2 \
    3+6 6+a 5i+1f 2+5 k6+1o 26+m hi+u 12h ll p+9 e+3 9j+4 3u+a u+8 1+f w+a 13+f msg+a 58+a 8w+6 \
    4a+a 12+a 5i+a m+a 2e+a ba+a geu+a dp+19 c+1l h+2 9h+r 10+4 t 8 3q+5 5m+a q6+8 p+7 13+9 23+5 \
    m+6 4g+2 2+g 2+1a 1s+9 1g+2 u+3 23+5 2w+8 o+8 15+7 96+6 1c+a 6+a 7q+v 4e+a 16+4 34+7 3q+u 3k+a \
    1o+a 40+a 7+k 6z+a 9i+a 3a+a ae+a 2u+a 6+k 24+c bo+j 2l+a ie+a 2e+t 6b+a 1y+a 1i+a 9y+a 2u+l \
    tn+33 c01+a 1t2+a 2e+a 3q+a 1+7 em+a 7a+n 9p+3 id5+a 152+k c+k 30+p ut+1e 1ts+a bq+a dy+a 6v+a \
    jw+9 3k+a lz+1n 1+3 1+4 24+19 1+f qq+d 25f+a
    """

  /// Scalars that regular expressions call `\w`.
  static let wordScalars = """
    1c+a 7+q 4 1+q 1b a 4 5+n 1+v 1+cq 4+c e+5 7 1 h+39 1+2 2+4 1 6 1+3 1 1+k 1+2b 1+3v 1+4t 1+12 \
    2 6+15 8+19 1 1+2 1+2 1 8+r 4+4 t+b 5+22 4+2u 1+8 2+a 1+j 2 g+1n 2+2t e+1i 4 2 2+1a i+s 4+b \
    5+o 1+6 8+23 1+3l 2+a 1+j 1+8 2+2 2+m 1+7 1 3+4 2+9 2+2 2+4 8 4+2 1+5 2+c a 1 2+3 1+6 4+2 2+m \
    1+7 1+2 1+2 1+2 2 1+5 4+2 2+3 3 7+4 1 7+g b+3 1+9 1+3 1+m 1+7 1+2 1+5 2+a 1+3 1+3 2 f+4 2+a \
    9+7 1+3 1+8 2+2 2+m 1+7 1+2 1+5 2+9 2+2 2+3 7+3 4+2 1+5 2+a 1 g+2 1+6 3+3 1+4 3+2 1 1+2 3+2 \
    3+3 3+c 4+5 3+3 1+4 2 6 e+a g+d 1+3 1+n 1+g 2+9 1+3 1+4 7+2 1+3 2 2+4 2+a g+4 1+8 1+3 1+n 1+a \
    1+5 2+9 1+3 1+4 7+2 6+2 1+4 2+a 1+3 c+d 1+3 1+1f 1+3 1+5 5+4 7+5 2+a a+6 1+3 1+i 3+o 1+9 1 2+7 \
    3 4+6 1 1+8 6+a 2+2 d+1m 5+f 1+a 13+2 1 1+5 1+o 1 1+n 2+5 1 1+7 1+a 2+4 w n+2 6+a b 1 1 4+a \
    1+10 4+k 1+i 1+10 9 1l+22 6+26 2+12 1 5 2+17 1+99 1+4 2+7 1 1+4 2+15 1+4 2+x 1+4 2+7 1 1+4 2+f \
    1+1l 1+4 2+1v 2+3 w+g g+2e 2+6 3+h8 2+h 1+q 5+23 3+b 7+m 9+m b+k c+d 1+3 1+2 c+2c 3 4+2 2+a \
    x+3 1+b 6+2h 7+17 5+1y a+v 1+c 4+c a+14 2+5 b+18 4+q 6+a 12+s 4+1r 1+t 2+b 6+a d 8+v 1d+25 3+a \
    h+9 c+38 c+1k 8+a 3+1d 2+b 5+17 2+3 g+3 1+13 5+eu 2+6 2+12 2+6 2+8 1 1 1 1+v 2+1h 1+7 1 3+3 \
    1+7 3+4 2+6 4+d 5+3 1+7 f+2 1d+2 j s d g+d 1f+x h 4 2+a 1 3+5 6 1 1 1+4 1+b 2+4 5+5 4 h+15 \
    ml+1g 1ee+6d 6+9 c+12 1 5 2+1k 7 f+o 9+7 1+7 1+7 1+7 1+7 1+7 1+7 1+7 1+w 1b d1+3 p+f 1+5 2+5 \
    4+2e 2+2 2+3 1+2i 1+4 5+17 1+2m h+w 1c+g e8+534 1s+h3h 1v+1a 2+7h 3+s k+1f 1+a 1+37 11+9 2+2v \
    2+1v 2+2 1 1+8 l+1i 4 j+1g c+1y a+a 6+o 3 1+1d 2+10 c+t 3+1t e+b 6+v 1+1j 9+e 2+a 6+n 3+21 o+3 \
    2+g 2+5 a+6 2+6 2+6 9+7 1+7 1+17 1+e 6+3f 1+2 2+a 6+8mc c+n 4+1d 6is+a6 2+2y 12+7 c+5 5+c 1+d \
    1+5 1 1+2 1+2 1+30 x+a3 i+1s 2+1i 14+c 4+g g+g 3+2 o+3 w+5 1+3r j+a 7+q 4 1+q b+2h 3+6 2+6 2+6 \
    2+3 z+c 1+q 1+j 1+2 1+f 2+e y+3f 1x+1h 3s 3m+t 3+1d f v+w d+u 5+17 5+u 2+10 4+8 1+5 16+4e 2+a \
    6+10 4+10 4+14 8+1g c+b 1+f 1+7 1+2 1+b 1+f 1+7 1+2 3+1g c+8n 9+m a+8 o+6 1+16 1+9 1x+6 2 1+18 \
    1+2 3 2+n a+n 9+v 1t+j 1+2 a+m a+q 1y+1k 6+2 1s+4 1+2 5+8 1+3 1+t 2+3 4 w+t 3+t z+8 1+u p+1i \
    a+m a+j d+i 32+21 1j+1f d+1f d+14 8+a 6+12 3+5 1+n 6y+16 1+2 3+2 g+3 1j+x a 8+x v+m 16+l r+n \
    9+1z v+g 9+1o 7 d+p 7+a 6+1h 1+a 4+4 8+10 2 9+1x 4+4 1+d 1 z+i 1+11 6+4 1q+7 1 1+4 1+f 1+a \
    7+1n 5+a 6+4 1+8 2+2 2+m 1+7 1+2 1+5 1+a 2+2 2+3 2 6 5+7 2+7 3+5 b+a 1 2 1+12 1+a 1 2 1+4 1+8 \
    d+2 t+23 5+a 4+4 u+1y 1 8+a 4m+1i 2+9 n+6 y+1t 3 b+a 12+1l 7+a 6+k s+r 2+f 4+a 6+7 55+1n 2t+22 \
    l+8 2 2+8 1+2 1+u 1+2 2+9 c+a 1y+8 2+1a 2+8 1+2 r+1r 8 8+22 3 i+21 5j+x f+a 6+9 1+19 1+9 f+a \
    o+u 2+m 1+e 21+7 1+2 1+18 3 1+2 1+9 8+a 6+6 1+2 1+11 1+2 1+6 7+a 8m+n 9+h 1+15 3+5 d+b 2d \
    27+pm 2u+33 h+5g 218+2p f+ts g+m a+32z 5+g7 5a1+1m 1c6+ft 7+v 1+a 6+27 1+a 6+u 2+5 b+1j 9+4 \
    c+a 9+l 5+j c0+19 3+a 5i+1s 3k+23 4+1l 7+h 1s+2 1+2 b+2 e+4qg 8+ye 15+a 6w7+4 1+7 1+2 1+83 f \
    t+3 2 e+4 8+b0 1s4+2z 5+d 3+9 7+a 3+2 381+a ee+1a 2+n f2+5 3+6 8+8 2+7 u+4 44+3 cb+2d 1+1z 1+2 \
    2 2+2 2+4 1+c 1 1+7 1+1t 1+4 2+8 1+7 1+s 1+4 1+5 1 3+7 1+9g 2+p 1+p 1+v 1+p 1+v 1+p 1+v 1+p \
    1+v 1+p 1+8 2+1e e8+1j 4+1e 8 e m+5 1+f uo+v 6+6 5x+7 1+h 2+7 1+2 1+5 5+1q x 34+19 3+e 2+a 4 \
    8x+v h+1m d2+16 5y+17 dh+7 1+4 1+2 1+f 1+5h b+7 15+24 4+a x2+4 1+r 1+2 1 2 1+a 1+4 1 1 6 4 1 1 \
    1+3 1+2 1 2 1 1 1 1 1+2 1 2+4 1+7 1+4 1+4 1 1+a 1+h 5+3 1+5 1+h hg+q 6+q 6+q 21y+a sm+wyo \
    w+37e 6+66 2+4g2 e+5rl f+ha 1wi+f2 15u+3t7 5+38g f9e8+6o
    """

  /// Canonical combining classes other than 0.
  static let combiningClasses = """
    lc+l:6e 0:6g 0+4:64 0:6g 0:60 0+5:64 0+2:5m 0+4:64 0+2:5m 0+b:64 0+5:1 0+4:64 0+3:6e 2:6e 2:6o \
    0:6e 0+3:64 0+3:6e 0+2:64 1+3:6e 0+4:64 0:6e 0:6g 0+2:64 0:6e 0:6h 0+2:6i 0:6h 0+2:6i 0:6h \
    0+d:6e 7n+5:6e 7d:64 0+4:6e 0:64 0+3:6e 0:66 0:64 0+6:6e 0+6:64 0+2:6e 0:64 0+2:6e 0:66 0:6c \
    0:6e 0:a 0:b 0:c 0:d 0:e 0:f 0:g 0:h 0:i 0+2:j 0:k 0:l 0:m 1:n 1:o 0:p 1:6e 0:64 1:i 20+8:6e \
    0:u 0:v 0:w 1c:r 0:s 0:t 0:u 0:v 0:w 0:x 0:y 0+2:6e 0+2:64 0+5:6e 0:64 0+2:6e 0:64 g:z 2t+7:6e \
    2+4:6e 0:64 0:6e 2+2:6e 1:64 0+2:6e 0:64 z:10 u:6e 0:64 0+2:6e 0:64 0+2:6e 0+3:64 0:6e 0+2:64 \
    0:6e 0:64 0+3:6e 0:64 0:6e 0:64 0:6e 0:64 0:6e 0:64 0+2:6e 4g+7:6e 0:64 0:6e y+4:6e 1+9:6e \
    1+3:6e 1+5:6e 17+3:64 3c+e:6e 1:64 0+2:6e 0:64 0+2:6e 0:64 0+3:6e 0+3:64 0:r 0:s 0:t 0+3:6e \
    0:64 0+2:6e 0+2:64 0+5:6e 1o:7 g:9 3:6e 0:64 0+2:6e 2v:7 g:9 32:7 g:9 32:7 g:9 32:7 g:9 3j:9 \
    3j:9 7:2c 0:2j 2t:7 g:9 3j:9 3g:9 31+2:2v 0:9 d+4:2z 30+2:3a e+4:3e 24+2:64 r:64 1:64 1:60 \
    1j:3l 0:3m 1:3o 5+4:3m 2:3m 1+2:6e 0:9 1+2:6e 1q:64 34:7 1+2:9 2a:64 jz+3:6e qc:9 v:9 4d:9 \
    a:6e 5n:6c 3z:66 0:6e 0:64 63:6e 0:64 1z:9 k+8:6e 2:64 1c+5:6e 0+6:64 0+2:6e 0:64 3a:7 f:9 \
    12:6e 0:64 0+7:6e 1i+2:9 1m:7 b+2:9 1v:7 48+3:6e 1:1 0+5:64 0+2:6e 0+4:64 0:6e 1+7:1 4:64 6:6e \
    3+2:6e 5i+2:6e 0:64 0+7:6e 0:64 0+2:6e 0:6i 0:5y 0:64 0:5m 0+11:6e 5:6e 0:6h 0:64 0:6e 0:64 \
    k0+2:6e 0+2:1 0+4:6e 0+3:1 0+2:6e 4:6e 3+2:1 0:6e 0:64 0:6e 0+2:1 0+4:64 0:6e 2da+3:6e 3x:9 \
    2o+w:6e fe:62 0:6c 0:6g 0:66 0+2:68 2x+2:8 n9w:6e 4+a:6e w+2:6e 28+2:6e 7o:9 59:9 r+i:6e \
    1l+3:64 11:9 2n:7 c:9 6n:6e 1+2:6e 0:64 2+2:6e 5+2:6e 1:6e 1g:9 6u:9 fn4:q ld+7:6e 0+7:64 \
    0+2:6e r1:64 6a:64 45+5:6e 1aq:64 1:6e 14:6e 0:1 0:64 4:9 4l:6e 0:64 127:9 1k:9 1l:9 0:7 \
    1x+3:6e 1c+2:9 1q:7 24:9 9:7 2y:9 0:7 4y:7 0:9 29:7 g:9 o+7:6e 3+5:6e 5p:9 3:7 3f:9 0:7 6z:9 \
    0:7 3i:9 3a:9 0:7 37:9 103:9 fjk+5:1 1n+7:6e g2v:1 43q+2:60 0+3:1 3:6a 0+5:60 8+8:64 2+5:6e \
    0+2:64 u+4:6e 44+3:6e 2pn+7:6e 1+h:6e 2+7:6e 1+2:6e 1+5:6e 1ph+7:64 31+6:6e 0:7
    """

  /// Scalars and their lower-case forms.
  static let lowercase = """
    1t+q:2p 2t+n:68 1+7:6w x:75 1:77 1:79 1:7b 1:7d 1:7f 1:7h 1:7j 1:7l 1:7n 1:7p 1:7r 1:7t 1:7v \
    1:7x 1:7z 1:81 1:83 1:85 1:87 1:89 1:8b 1:8d 1:8f 1:2x,lj 1:8j 1:8l 1:8n 2:8q 1:8s 1:8u 1:8w \
    1:8y 1:90 1:92 1:94 2:97 1:99 1:9b 1:9d 1:9f 1:9h 1:9j 1:9l 1:9n 1:9p 1:9r 1:9t 1:9v 1:9x 1:9z \
    1:a1 1:a3 1:a5 1:a7 1:a9 1:ab 1:ad 1:af 1:73 0:ai 1:ak 1:am 3:gj 0:ar 1:at 1:gk 0:aw 1+2:gm \
    0:b0 2:d9 0:gp 0:gr 0:b6 1:gw 0:gz 1:h5 0:h4 0:bd 3:hb 0:he 1:hh 0:bl 1:bn 1:bp 1:hs 0:bs 1:hv \
    2:bx 1:i0 0:c0 1+2:i2 0:c4 1:c6 1:ia 0:c9 3:cd 7:cm 0:cm 1:cp 0:cp 1:cs 0:cs 1:cu 1:cw 1:cy \
    1:d0 1:d2 1:d4 1:d6 1:d8 2:db 1:dd 1:df 1:dh 1:dj 1:dl 1:dn 1:dp 1:dr 2:dv 0:dv 1:dx 1:b9 0:cf \
    0:e1 1:e3 1:e5 1:e7 1:e9 1:eb 1:ed 1:ef 1:eh 1:ej 1:el 1:en 1:ep 1:er 1:et 1:ev 1:ex 1:ez 1:f1 \
    1:f3 1:bi 1:f7 1:f9 1:fb 1:fd 1:ff 1:fh 1:fj 1:fl 1:fn 7:8rp 0:fw 1:be 0:8rq 2:g2 1:ao 0:i1 \
    0:i4 0:g7 1:g9 1:gb 1:gd 1:gf 81:oh 1:oj 3:on 8:s3 6:q4 1+3:q5 1:r0 1+2:r1 1+h:q9 1+9:qr z:rb \
    8:rd 1:rf 1:rh 1:rj 1:rl 1:rn 1:rp 1:rr 1:rt 1:rv 1:rx 1:rz 5:qg 2:s8 1:s2 0:sb 2+3:or 0+g:uo \
    0+w:ts 1c:v5 1:v7 1:v9 1:vb 1:vd 1:vf 1:vh 1:vj 1:vl 1:vn 1:vp 1:vr 1:vt 1:vv 1:vx 1:vz 1:w1 \
    9:wb 1:wd 1:wf 1:wh 1:wj 1:wl 1:wn 1:wp 1:wr 1:wt 1:wv 1:wx 1:wz 1:x1 1:x3 1:x5 1:x7 1:x9 1:xb \
    1:xd 1:xf 1:xh 1:xj 1:xl 1:xn 1:xp 1:xr 1:y7 0:xu 1:xw 1:xy 1:y0 1:y2 1:y4 1:y6 2:y9 1:yb 1:yd \
    1:yf 1:yh 1:yj 1:yl 1:yn 1:yp 1:yr 1:yt 1:yv 1:yx 1:yz 1:z1 1:z3 1:z5 1:z7 1:z9 1:zb 1:zd 1:zf \
    1:zh 1:zj 1:zl 1:zn 1:zp 1:zr 1:zt 1:zv 1:zx 1:zz 1:101 1:103 1:105 1:107 1:109 1:10b 1:10d \
    1:10f 1:10h 1:10j 1:10l 1:10n 1:10p 1:10r 1:10t 1:10v 2+12:129 289+12:8w0 1:8x3 5:8x9 \
    k2+28:xv4 0+6:3y0 1oz:5my 6+17:3bk 2+3:3ct 8w:5xd 1:5xf 1:5xh 1:5xj 1:5xl 1:5xn 1:5xp 1:5xr \
    1:5xt 1:5xv 1:5xx 1:5xz 1:5y1 1:5y3 1:5y5 1:5y7 1:5y9 1:5yb 1:5yd 1:5yf 1:5yh 1:5yj 1:5yl \
    1:5yn 1:5yp 1:5yr 1:5yt 1:5yv 1:5yx 1:5yz 1:5z1 1:5z3 1:5z5 1:5z7 1:5z9 1:5zb 1:5zd 1:5zf \
    1:5zh 1:5zj 1:5zl 1:5zn 1:5zp 1:5zr 1:5zt 1:5zv 1:5zx 1:5zz 1:601 1:603 1:605 1:607 1:609 \
    1:60b 1:60d 1:60f 1:60h 1:60j 1:60l 1:60n 1:60p 1:60r 1:60t 1:60v 1:60x 1:60z 1:611 1:613 \
    1:615 1:617 1:619 1:61b 1:61d 1:61f 1:61h 9:67 1:61t 1:61v 1:61x 1:61z 1:621 1:623 1:625 1:627 \
    1:629 1:62b 1:62d 1:62f 1:62h 1:62j 1:62l 1:62n 1:62p 1:62r 1:62t 1:62v 1:62x 1:62z 1:631 \
    1:633 1:635 1:637 1:639 1:63b 1:63d 1:63f 1:63h 1:63j 1:63l 1:63n 1:63p 1:63r 1:63t 1:63v \
    1:63x 1:63z 1:641 1:643 1:645 1:647 1:649 1:64b 1:64d 1:64f 9+8:64g 8+6:64w a+8:65c 8+8:65s \
    8+6:668 b:66p 1:66r 1:66t 1:66v 8+8:674 o+8:680 8+8:68g 8+8:68w 8+2:69c 0+2:67k 0:69f b+4:67m \
    0:69v b+2:6a8 0+2:67q c+2:6ao 0+2:67u 0:6at b+2:67s 0+2:67w 0:6b7 89:qx 3:2z 0:6d 6:6ku \
    19+g:6ls j:6mc mq+q:79s 1f4+1c:8q8 1c:8rl 1:h7 0:5tp 0:hp 2:8rs 1:8ru 1:8rw 1:gh 0:hd 0:gg \
    0:gi 1:8s3 2:8s6 8+2:fz 0:8sh 1:8sj 1:8sl 1:8sn 1:8sp 1:8sr 1:8st 1:8sv 1:8sx 1:8sz 1:8t1 \
    1:8t3 1:8t5 1:8t7 1:8t9 1:8tb 1:8td 1:8tf 1:8th 1:8tj 1:8tl 1:8tn 1:8tp 1:8tr 1:8tt 1:8tv \
    1:8tx 1:8tz 1:8u1 1:8u3 1:8u5 1:8u7 1:8u9 1:8ub 1:8ud 1:8uf 1:8uh 1:8uj 1:8ul 1:8un 1:8up \
    1:8ur 1:8ut 1:8uv 1:8ux 1:8uz 1:8v1 1:8v3 1:8v5 1:8v7 8:8vg 1:8vi 4:8vn nyl:wu9 1:wub 1:wud \
    1:wuf 1:wuh 1:wuj 1:wul 1:wun 1:wup 1:wur 1:wut 1:wuv 1:wux 1:wuz 1:wv1 1:wv3 1:wv5 1:wv7 \
    1:wv9 1:wvb 1:wvd 1:wvf 1:wvh j:ww1 1:ww3 1:ww5 1:ww7 1:ww9 1:wwb 1:wwd 1:wwf 1:wwh 1:wwj \
    1:wwl 1:wwn 1:wwp 1:wwr 3r:x0j 1:x0l 1:x0n 1:x0p 1:x0r 1:x0t 1:x0v 3:x0z 1:x11 1:x13 1:x15 \
    1:x17 1:x19 1:x1b 1:x1d 1:x1f 1:x1h 1:x1j 1:x1l 1:x1n 1:x1p 1:x1r 1:x1t 1:x1v 1:x1x 1:x1z \
    1:x21 1:x23 1:x25 1:x27 1:x29 1:x2b 1:x2d 1:x2f 1:x2h 1:x2j 1:x2l 1:x2n a:x2y 1:x30 1:5tl \
    0:x33 1:x35 1:x37 1:x39 1:x3b 4:x3g 1:h1 2:x3l 1:x3n 3:x3r 1:x3t 1:x3v 1:x3x 1:x3z 1:x41 1:x43 \
    1:x45 1:x47 1:x49 1:h2 0:gs 0:gx 0:h8 0:h6 1:im 0:hz 0:il 0:xub 0:x4l 1:x4n 1:x4p 1:x4r 1:x4t \
    1:x4v 1:x4x 1:x4z 1:x3o 0:hu 0:5u6 0:x54 1:x56 1:h0 0:x59 1:x5b 1:x5d 1:x5f 1:x5h 1:x5j 1:x5l \
    1:x5n 1:bf o:x6e h7v+q:1ef5 xx+14:1fe0 3s+10:1fiw 4c+b:1fo7 1+f:1foj 1+7:1foz 1+2:1fp7 \
    1d6+1f:1h34 4d+m:1h80 27u+w:1jgg gw0+w:20dc 1s+p:20fv o5j+y:2oma
    """
}
